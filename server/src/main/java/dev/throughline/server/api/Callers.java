package dev.throughline.server.api;

import dev.throughline.server.security.Caller;
import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.Correlation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** What every controller wants to know of a request. */
final class Callers {
    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 200;

    private Callers() {}

    static Caller caller() {
        return Caller.of(SecurityContextHolder.getContext().getAuthentication());
    }

    static String correlation(HttpServletRequest request) {
        return Correlation.of(request);
    }

    /** @throws ApiProblem 422 when it is no whole number from 1 to 200 */
    static int limit(Optional<Integer> wished) {
        int limit = wished.orElse(LIMIT);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw ApiProblem.field("limit", "WRONG_VALUE", "must be from 1 to " + LIMIT_MAX);
        }
        return limit;
    }
}
