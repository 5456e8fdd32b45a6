package dev.throughline.hub.workspace;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder's {@code throughline.yaml}, read and checked: the workspace, and how the server that runs it is reached.
 *
 * @param port     where to listen, when the file says so
 * @param database an external one, when the file says so
 */
public record WorkspaceFile(
        Workspace workspace, Optional<Integer> port, Optional<Database> database, List<ApiKey> apiKeys) {

    /** @param url such as {@code jdbc:postgresql://db.internal:5432/throughline} */
    public record Database(String url, Optional<String> user, Optional<String> password) {
        @Override
        public String toString() {
            return "Database[" + url + "]";
        }
    }

    /** @param key the whole key, resolved; @param scopes as the API names them; @param role instead of, or beside, scopes */
    public record ApiKey(String name, String key, Set<String> scopes, Optional<String> role) {
        @Override
        public String toString() {
            return "ApiKey[" + name + ", " + scopes + role.map(r -> ", " + r).orElse("") + "]";
        }
    }
}
