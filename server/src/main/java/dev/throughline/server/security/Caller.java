package dev.throughline.server.security;

import dev.throughline.model.TenantId;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Who is asking, proved.
 *
 * @param name as the audit writes it: {@code key:billing-job} or {@code user:admin}
 */
public record Caller(TenantId tenant, String name, Set<Scope> scopes) {
    public Caller {
        scopes = scopes.isEmpty() ? Set.of() : java.util.Collections.unmodifiableSet(EnumSet.copyOf(scopes));
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /** The caller behind a request that security let through. @throws IllegalStateException on a route that is open to all */
    public static Caller of(@Nullable Authentication authentication) {
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("this route was reached without signing in");
    }
}
