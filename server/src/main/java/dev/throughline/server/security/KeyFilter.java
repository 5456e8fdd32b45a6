package dev.throughline.server.security;

import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.ProblemHandler;
import dev.throughline.server.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads {@code Authorization: Bearer tl_…}. A key that is given and wrong is refused here, never passed on as nobody. */
final class KeyFilter extends OncePerRequestFilter {
    private final ApiKeys keys;
    private final Problems problems;

    KeyFilter(ApiKeys keys, Problems problems) {
        this.keys = keys;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("Authorization");
        if (header == null) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Caller> caller;
        try {
            caller = header.regionMatches(true, 0, "Bearer ", 0, 7)
                    ? keys.caller(header.substring(7).strip())
                    : Optional.empty();
        } catch (DataAccessException away) {
            problems.write(request, response, ProblemHandler.of(away));
            return;
        }
        if (caller.isEmpty()) {
            refuse(request, response, problems);
            return;
        }
        SecurityContextHolder.getContext().setAuthentication(authenticated(caller.get()));
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    static Authentication authenticated(Caller caller) {
        List<SimpleGrantedAuthority> authorities = caller.scopes().stream()
                .map(scope -> new SimpleGrantedAuthority(scope.authority()))
                .toList();
        return UsernamePasswordAuthenticationToken.authenticated(caller, "", authorities);
    }

    static void refuse(HttpServletRequest request, HttpServletResponse response, Problems problems) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer realm=\"throughline\"");
        problems.write(
                request,
                response,
                new ApiProblem(
                        401,
                        "NOT_SIGNED_IN",
                        "This needs an API key, and none that is valid was given",
                        "Send 'Authorization: Bearer tl_…' with a key of this hub that was not revoked"));
    }
}
