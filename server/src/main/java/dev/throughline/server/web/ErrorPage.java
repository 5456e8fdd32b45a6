package dev.throughline.server.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the container sends what failed before or beside a controller. */
@RestController
public final class ErrorPage implements ErrorController {
    private final Problems problems;

    public ErrorPage(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    ResponseEntity<byte[]> error(HttpServletRequest request) {
        Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        if (thrown instanceof Throwable failure) {
            return problems.entity(request, ProblemHandler.of(failure));
        }
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        return problems.entity(request, of(status));
    }

    private static ApiProblem of(int status) {
        return switch (status) {
            case 400 ->
                new ApiProblem(
                        400,
                        "MALFORMED_REQUEST",
                        "The request could not be understood",
                        "Correct it and send it again");
            case 403 ->
                new ApiProblem(
                        403,
                        "NOT_ALLOWED",
                        "Your role does not allow this, or the page was too old to act from",
                        "Reload the page and try again; if it stays, ask an administrator for the role");
            case 404 -> ProblemHandler.nothingHere();
            default ->
                new ApiProblem(
                        status,
                        "REFUSED",
                        "The request was refused",
                        "Check the address and the method against /api/v1/openapi.json");
        };
    }
}
