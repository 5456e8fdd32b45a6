package dev.throughline.server.console;

import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.ProblemHandler;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What went wrong on a page, as a page. */
@ControllerAdvice(basePackageClasses = ConsoleProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConsoleProblems {
    private final Pages pages;

    ConsoleProblems(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    ResponseEntity<String> any(Exception thrown, HttpServletRequest request) {
        ApiProblem problem = ProblemHandler.of(thrown);
        return pages.page(
                request,
                problem.status(),
                "Problem",
                "problem.jte",
                Map.of("says", problem.says(), "remedy", problem.remedy()));
    }
}
