package dev.throughline.server.web;

import dev.throughline.server.security.Caller;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps one client from taking the hub away from the others. Per API key; webhooks count by their address at the hub, since vendors send from many. */
public final class RateLimit extends OncePerRequestFilter {
    private static final int BURST_SECONDS = 10;
    private static final int BUCKETS_MAX = 10_000;

    private final int perSecond;
    private final Problems problems;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    public RateLimit(int perSecond, Problems problems) {
        this.perSecond = perSecond;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (buckets.size() > BUCKETS_MAX) {
            buckets.clear();
        }
        ConsumptionProbe probe =
                buckets.computeIfAbsent(who(request), _ -> bucket()).tryConsumeAndReturnRemaining(1);
        response.setHeader("RateLimit-Limit", Integer.toString(perSecond * BURST_SECONDS));
        response.setHeader("RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
        response.setHeader(
                "RateLimit-Reset", Long.toString(TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForReset())));
        if (probe.isConsumed()) {
            chain.doFilter(request, response);
            return;
        }
        long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
        response.setHeader("Retry-After", Long.toString(seconds));
        problems.write(
                request,
                response,
                new ApiProblem(
                        429,
                        "TOO_MANY_REQUESTS",
                        "More than %d requests a second came from one client".formatted(perSecond),
                        "Wait %d s; send changes in batches of up to 1000".formatted(seconds)));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity((long) perSecond * BURST_SECONDS)
                        .refillGreedy(perSecond, Duration.ofSeconds(1))
                        .build())
                .build();
    }

    private static String who(HttpServletRequest request) {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            return caller.tenant() + "/" + caller.name();
        }
        return request.getRequestURI();
    }
}
