package dev.throughline.server.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Refusals of Tomcat itself, such as a line that is no HTTP, headers without end or an encoded slash in a path: the same problem as elsewhere instead of a page in HTML. */
public final class TomcatProblems extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var problem = new ApiProblem(
                status,
                status < 500 ? "MALFORMED_REQUEST" : "UNEXPECTED",
                status < 500
                        ? "The request's first line or headers cannot be used; it was not looked at any further"
                        : "Something failed that nobody foresaw",
                status < 500
                        ? "Look at the path (no encoded slash or zero), the size of address and headers (16 KB), and the method"
                        : "Look into the log of the hub");
        byte[] body = JsonMapper.shared().writeValueAsBytes(problem.body("-", "-"));
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (IllegalStateException writing) {
            // Somebody has begun an answer of his own.
            return;
        }
    }
}
