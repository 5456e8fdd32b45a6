package dev.throughline.server.security;

import dev.throughline.model.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** API keys: stored as SHA-256 only, each with its tenant and scopes. A key that was checked is remembered for a moment, since the doors are asked thousands of times a second. */
public final class ApiKeys {
    /** Tells people and secret scanners what it is. */
    public static final String PREFIX = "tl_";

    private static final Duration REMEMBERED = Duration.ofSeconds(20);
    private static final int REMEMBERED_MAX = 10_000;

    private static final String FIND = """
            SELECT tenant, name, scopes
            FROM api_key
            WHERE hash = :hash
              AND revoked_at IS NULL
            """;
    private static final String KEEP = """
            INSERT INTO api_key (hash, tenant, name, scopes, origin, created_at)
            VALUES (:hash, :tenant, :name, :scopes, :origin, :now)
            ON CONFLICT (hash) DO UPDATE
            SET tenant = excluded.tenant, name = excluded.name, scopes = excluded.scopes, revoked_at = NULL
            """;
    private static final String REVOKE_OTHERS = """
            UPDATE api_key
            SET revoked_at = :now
            WHERE tenant = :tenant
              AND origin = 'workspace'
              AND revoked_at IS NULL
              AND NOT (hash = ANY (:kept))
            """;

    private final JdbcClient db;
    private final InstantSource clock;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    private record Remembered(Caller caller, Instant until) {}

    /** A key as a workspace names it. @param secret the whole key */
    public record Declared(String name, String secret, Set<Scope> scopes) {
        @Override
        public String toString() {
            return "Declared[" + name + ", " + scopes + "]";
        }
    }

    public ApiKeys(JdbcClient db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Who this key belongs to; empty when it is unknown or revoked. */
    public Optional<Caller> caller(String key) {
        if (!key.startsWith(PREFIX) || key.length() < 20 || key.length() > 200) {
            return Optional.empty();
        }
        String hash = Secrets.sha256(key);
        Instant now = clock.instant();
        Remembered known = remembered.get(hash);
        if (known != null && known.until.isAfter(now)) {
            return Optional.of(known.caller);
        }
        Optional<Caller> found = db.sql(FIND)
                .param("hash", hash)
                .query((row, _) -> new Caller(
                        new TenantId(row.getString("tenant")),
                        "key:" + row.getString("name"),
                        scopes(row.getString("scopes"))))
                .optional();
        if (remembered.size() >= REMEMBERED_MAX) {
            remembered.clear();
        }
        found.ifPresentOrElse(
                caller -> remembered.put(hash, new Remembered(caller, now.plus(REMEMBERED))),
                () -> remembered.remove(hash));
        return found;
    }

    /** Makes a key that is shown once and never again. */
    public String create(TenantId tenant, String name, Set<Scope> scopes) {
        String key = Secrets.apiKey();
        keep(tenant, new Declared(name, key, scopes), "generated");
        return key;
    }

    /** Makes the stored keys of a workspace those that it declares: others of its kind stop working. */
    public void declare(TenantId tenant, List<Declared> declared) {
        declared.forEach(key -> keep(tenant, key, "workspace"));
        db.sql(REVOKE_OTHERS)
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", tenant.value())
                .param(
                        "kept",
                        declared.stream().map(k -> Secrets.sha256(k.secret())).toArray(String[]::new))
                .update();
        remembered.clear();
    }

    private void keep(TenantId tenant, Declared key, String origin) {
        db.sql(KEEP)
                .param("hash", Secrets.sha256(key.secret()))
                .param("tenant", tenant.value())
                .param("name", key.name())
                .param("scopes", key.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(" ")))
                .param("origin", origin)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    private static Set<Scope> scopes(String text) {
        return Arrays.stream(text.split(" "))
                .flatMap(word -> Scope.of(word).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }
}
