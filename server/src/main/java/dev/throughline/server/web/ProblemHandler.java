package dev.throughline.server.web;

import dev.throughline.hub.capture.Busy;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.storage.StorageException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.apache.catalina.connector.ClientAbortException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns whatever a controller of the API throws into a problem; a caller never sees a stack trace or a statement. */
@RestControllerAdvice
public final class ProblemHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    private final Problems problems;

    public ProblemHandler(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<byte[]> any(Exception thrown, HttpServletRequest request) {
        return problems.entity(request, of(thrown));
    }

    /** What to tell the caller of a failure. */
    public static ApiProblem of(Throwable thrown) {
        return switch (thrown) {
            case ApiProblem problem -> problem;
            case Exceptions.Stale stale ->
                new ApiProblem(409, "STALE", String.valueOf(stale.getMessage()), "Read it again and decide anew");
            case NoSuchElementException missing ->
                ApiProblem.notFound("NOT_FOUND", String.valueOf(missing.getMessage()), "Check the id");
            case MethodArgumentTypeMismatchException wrong ->
                ApiProblem.field(
                        wrong.getName(),
                        "WRONG_TYPE",
                        "'%s' cannot be used here".formatted(String.valueOf(wrong.getValue())));
            case MissingServletRequestParameterException missing ->
                ApiProblem.field(missing.getParameterName(), "MISSING", "this parameter is required");
            case HttpRequestMethodNotSupportedException method ->
                new ApiProblem(
                        405,
                        "METHOD_NOT_ALLOWED",
                        method.getMethod() + " is not offered here",
                        "See /api/v1/openapi.json for what is");
            case HttpMediaTypeException media ->
                new ApiProblem(
                        415, "MEDIA_TYPE", String.valueOf(media.getMessage()), "Send and accept application/json");
            case NoResourceFoundException _ -> nothingHere();
            case org.springframework.web.servlet.NoHandlerFoundException _ -> nothingHere();
            case IllegalArgumentException wrong ->
                new ApiProblem(
                        422, "NOT_USABLE", String.valueOf(wrong.getMessage()), "Correct the request and send it again");
            case Busy busy ->
                new ApiProblem(503, "HUB_BUSY", String.valueOf(busy.getMessage()), "Send it again in a second")
                        .retryAfter(Duration.ofSeconds(1));
            case SocketTimeoutException _ ->
                new ApiProblem(
                        408,
                        "BODY_TOO_SLOW",
                        "The rest of the body did not come in time; nothing of it was kept",
                        "Send it again, over a better line or in smaller pieces");
            case ClientAbortException _ -> cutOff();
            case EOFException _ -> cutOff();
            case StorageException storage -> StorageProblems.of(storage);
            case DataAccessException data -> StorageProblems.of(data);
            default -> unexpected(thrown);
        };
    }

    private static ApiProblem cutOff() {
        return new ApiProblem(
                400, "BODY_CUT_OFF", "The body ended too early; nothing of it was kept", "Send the whole of it again");
    }

    static ApiProblem nothingHere() {
        return ApiProblem.notFound(
                "NO_SUCH_ROUTE", "There is nothing at this address", "See /api/v1/openapi.json for what there is");
    }

    private static ApiProblem unexpected(Throwable thrown) {
        LOG.error("a request failed in an unforeseen way", thrown);
        return new ApiProblem(
                500,
                "UNEXPECTED",
                "Something failed that nobody foresaw; the log holds it under this correlation id",
                "Send it again with the same Idempotency-Key; if it fails again, give the correlation id to the operators");
    }
}
