package dev.throughline.server.security;

import dev.throughline.model.TenantId;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** People who sign in with a password that this hub keeps (as bcrypt, cost 12). */
public final class LocalUsers {
    private static final int LETTERS = 24;
    private static final String FIND = """
            SELECT tenant, name, password_hash, roles
            FROM local_user
            WHERE name = :name
            """;
    private static final String KEEP = """
            INSERT INTO local_user (name, tenant, password_hash, roles, changed_at)
            VALUES (:name, :tenant, :hash, :roles, :now)
            ON CONFLICT (name) DO UPDATE
            SET password_hash = excluded.password_hash, roles = excluded.roles, tenant = excluded.tenant, changed_at = excluded.changed_at
            """;

    private final JdbcClient db;
    private final InstantSource clock;
    private final PasswordEncoder bcrypt = new BCryptPasswordEncoder(12);
    /** Compared with when nobody has the name, so that the time taken does not tell who exists. */
    private final String nobody = String.valueOf(bcrypt.encode(Secrets.draw(LETTERS)));

    private record Row(TenantId tenant, String name, String hash, Set<Role> roles) {}

    public LocalUsers(JdbcClient db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    public boolean exists(String name) {
        return find(name).isPresent();
    }

    /** Draws a password, keeps its hash and returns it: the only moment at which it can be shown. */
    public String generate(TenantId tenant, String name, Set<Role> roles) {
        String password = Secrets.draw(LETTERS);
        db.sql(KEEP)
                .param("name", name)
                .param("tenant", tenant.value())
                .param("hash", bcrypt.encode(password))
                .param("roles", roles.stream().map(Role::text).sorted().collect(Collectors.joining(" ")))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return password;
    }

    /** Takes as long for an unknown name as for a wrong password. */
    public Optional<Caller> caller(String name, String password) {
        Optional<Row> row = name.length() > 64 || password.length() > 72 ? Optional.empty() : find(name);
        boolean right = bcrypt.matches(
                password.length() > 72 ? "" : password, row.map(Row::hash).orElse(nobody));
        return row.filter(_ -> right).map(r -> new Caller(r.tenant, "user:" + r.name, scopes(r.roles)));
    }

    private Optional<Row> find(String name) {
        return db.sql(FIND)
                .param("name", name)
                .query((row, _) -> new Row(
                        new TenantId(row.getString("tenant")),
                        row.getString("name"),
                        row.getString("password_hash"),
                        roles(row.getString("roles"))))
                .optional();
    }

    private static Set<Role> roles(String text) {
        return Arrays.stream(text.split(" "))
                .flatMap(word -> Role.of(word).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }

    private static Set<Scope> scopes(Set<Role> roles) {
        return roles.stream()
                .flatMap(role -> role.scopes().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }
}
