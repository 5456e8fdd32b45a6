package dev.throughline.server.portfolio;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a run of which no summary can be drawn up, under the names that a summary has.
 *
 * @param error    what happened
 * @param invoices that finance holds, which is asked itself; absent where it was never begun; @param payments likewise
 * @param seconds  from the first file to the end
 */
record Broken(
        String error,
        Optional<Integer> invoices,
        Optional<Integer> payments,
        Map<String, Long> exceptionsByReason,
        List<String> problems,
        BigDecimal seconds) {

    static Broken of(FileRun run, RuntimeException why, Duration took) {
        var reasons = new TreeMap<String, Long>();
        run.problems().forEach(p -> reasons.merge(p.code(), 1L, Long::sum));
        return new Broken(
                String.valueOf(why.getMessage()),
                Optional.of(run.screen(FileRun.ERP).records("invoice").size()),
                Optional.of(run.screen(FileRun.ERP).records("customerPayment").size()),
                reasons,
                run.problems().stream().map(p -> p.code() + ": " + p.says()).toList(),
                seconds(took));
    }

    /** Nothing was begun. */
    static Broken before(RuntimeException why, Duration took) {
        return new Broken(
                String.valueOf(why.getMessage()),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(),
                seconds(took));
    }

    private static BigDecimal seconds(Duration took) {
        return BigDecimal.valueOf(took.toMillis()).movePointLeft(3).setScale(1, RoundingMode.HALF_UP);
    }

    void print(PrintWriter out) {
        out.printf("No summary can be drawn up: %s%n", error);
        invoices.ifPresent(n -> out.printf(
                "Finance holds %,d invoices and %,d payments; nothing can be said of the rows.%n",
                n, payments.orElse(0)));
        problems.forEach(out::println);
        out.println("Run it again: a run begins anew, with a database of its own.");
        out.flush();
    }
}
