package dev.throughline.server.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems, for filters that stand before the controllers as for the controllers themselves. */
@Component
public final class Problems {
    private final JsonMapper json;

    public Problems(JsonMapper json) {
        this.json = json;
    }

    public void write(HttpServletRequest request, HttpServletResponse response, ApiProblem problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.status());
        problem.retryAfter().ifPresent(wait -> response.setHeader("Retry-After", Long.toString(wait.toSeconds())));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(bytes(request, problem));
        response.flushBuffer();
    }

    ResponseEntity<byte[]> entity(HttpServletRequest request, ApiProblem problem) {
        var entity = ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        problem.retryAfter().ifPresent(wait -> entity.header("Retry-After", Long.toString(wait.toSeconds())));
        return entity.body(bytes(request, problem));
    }

    private byte[] bytes(HttpServletRequest request, ApiProblem problem) {
        return json.writeValueAsBytes(problem.body(request.getRequestURI(), Correlation.of(request)));
    }
}
