package dev.throughline.server.web;

import dev.throughline.server.security.Caller;
import dev.throughline.server.security.Secrets;
import dev.throughline.server.web.StoredAnswers.Known;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * {@code Idempotency-Key} on a POST: the same key with the same request gets the same answer, with another request 422, while the first is under way 409. Only answers of
 * success are kept; after a failure the same key may try again.
 */
public final class Idempotency extends OncePerRequestFilter {
    public static final String HEADER = "Idempotency-Key";
    private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final StoredAnswers answers;
    private final Problems problems;

    Idempotency(StoredAnswers answers, Problems problems) {
        this.answers = answers;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || request.getHeader(HEADER) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            answer(request, response, chain);
        } catch (ApiProblem | org.springframework.dao.DataAccessException failed) {
            problems.write(request, response, ProblemHandler.of(failed));
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        if (!USABLE.matcher(key).matches()) {
            throw ApiProblem.field(HEADER, "WRONG_VALUE", "must have 1 to 128 visible ASCII characters");
        }
        Caller caller = Caller.of(SecurityContextHolder.getContext().getAuthentication());
        byte[] body = request.getInputStream().readAllBytes();
        switch (answers.begin(caller, key, hash(request, body))) {
            case Known.Fresh _ -> first(request, response, chain, caller, key, body);
            case Known.Answered(int status, String answer) -> again(response, status, answer);
            case Known.UnderWay _ ->
                throw new ApiProblem(
                        409,
                        "IDEMPOTENCY_UNDER_WAY",
                        "The first request with this Idempotency-Key is still under way",
                        "Wait a moment and send the same request again");
            case Known.OtherRequest _ ->
                throw new ApiProblem(
                        422,
                        "IDEMPOTENCY_KEY_REUSED",
                        "This Idempotency-Key was used for another request",
                        "Use a new key for a new request; send the very same request to repeat one");
        }
    }

    private void first(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            Caller caller,
            String key,
            byte[] body)
            throws ServletException, IOException {
        var kept = new ContentCachingResponseWrapper(response);
        boolean done = false;
        try {
            chain.doFilter(new Replayed(request, body), kept);
            if (kept.getStatus() / 100 == 2) {
                answers.end(
                        caller,
                        key,
                        kept.getStatus(),
                        new String(kept.getContentAsByteArray(), StandardCharsets.UTF_8));
                done = true;
            }
        } finally {
            if (!done) {
                answers.forget(caller, key);
            }
        }
        kept.copyBodyToResponse();
    }

    private static void again(HttpServletResponse response, int status, String answer) throws IOException {
        response.setStatus(status);
        response.setHeader("Idempotency-Replayed", "true");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(HttpServletRequest request, byte[] body) {
        String head = request.getMethod() + " " + request.getRequestURI() + "?" + request.getQueryString() + "\n";
        return Secrets.sha256(head + Secrets.sha256(body));
    }

    /** The body once more, for those who come after. */
    private static final class Replayed extends HttpServletRequestWrapper {
        private final byte[] body;

        Replayed(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            var in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    return in.read(into, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("requests are read by blocking");
                }
            };
        }
    }
}
