package dev.throughline.hub.workspace;

import dev.throughline.connector.spi.ConnectorFactory;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a workspace may speak of.
 *
 * @param factories   by kind
 * @param policies    each policy as it is where a workspace says nothing
 * @param scopes      that an API key may carry
 * @param roles       that an API key may be given instead of scopes
 * @param environment variables that {@code env:NAME} may name
 */
public record WorkspaceRules(
        Map<String, ConnectorFactory> factories,
        List<Record> policies,
        Set<String> scopes,
        Set<String> roles,
        Map<String, String> environment) {

    /** With all connectors on the class path and the environment of this process. */
    public static WorkspaceRules installed(List<Record> policies, Set<String> scopes, Set<String> roles) {
        var factories = new TreeMap<String, ConnectorFactory>();
        for (ConnectorFactory factory : ServiceLoader.load(ConnectorFactory.class)) {
            factories.put(factory.kind(), factory);
        }
        return new WorkspaceRules(factories, policies, scopes, roles, System.getenv());
    }

    /** Never prints the environment. */
    @Override
    public String toString() {
        return "WorkspaceRules" + factories.keySet();
    }
}
