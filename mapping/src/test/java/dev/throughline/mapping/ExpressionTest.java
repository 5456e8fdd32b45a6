package dev.throughline.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    /** One compiled expression without a frame per call gave another thread's record in a sixth of calls, and no error. */
    @Test
    void threads_that_share_an_expression_never_see_each_others_record() throws Exception {
        Expression shared = Expression.compile("lines.($$.customer & ':' & name)");
        int threads = 8;
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String customer = "customer" + t;
            work.add(() -> {
                Map<String, Object> input = Map.of("customer", customer, "lines", List.of(Map.of("name", "x")));
                together.await();
                int wrong = 0;
                for (int i = 0; i < 20_000; i++) {
                    wrong += (customer + ":x").equals(shared.evaluate(input)) ? 0 : 1;
                }
                return wrong;
            });
        }
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (var done : pool.invokeAll(work)) {
                assertThat(done.get()).isZero();
            }
        }
    }

    @Test
    void a_variable_of_one_call_is_gone_in_the_next() {
        Expression expression = Expression.compile("(seen ? $x := seen; $x)");
        assertThat(expression.evaluate(Map.of("seen", "once"))).isEqualTo("once");
        assertThat(expression.evaluate(Map.of())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "($f := function($n) { $f($n) }; $f(1))",
                "($f := function($n) { 1 + $f($n) }; $f(1))",
                "($f := function($s) { $f($s & $s) }; $f('x'))",
                "$reduce($split('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', ''), function($s, $t) { $s & $s & 'xxxxxxxx' })",
                "($f := function($l) { $f($append($l, $l)) }; $f([1]))",
                "$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac', /(.*a){20}b/)",
                "$contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac', /(.*a){20}b/)",
                "$replace('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac', /(.*a){20}b/, 'x')",
                "$split('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac', /(.*a){20}b/)",
                "$error('stop')",
                "$substring(1, 2)",
                "$toMillis('nonsense')",
                "a.b.$undefined()",
            })
    void an_expression_that_loops_or_throws_ends_as_a_failure(String hostile) {
        Expression expression = Expression.compile(hostile);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThatThrownBy(() -> expression.evaluate(Map.of("a", Map.of("b", 1))))
                        .isInstanceOf(MappingFailure.class)
                        .extracting(e -> ((MappingFailure) e).code())
                        .isEqualTo(MappingProblem.EXPRESSION_FAILED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a.", "'open", "a ? ", "{\"a\"}", ")", "[", "function($x"})
    void what_is_no_jsonata_is_refused_when_compiled(String text) {
        assertThatThrownBy(() -> Expression.compile(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JSONata");
    }

    @Test
    void brackets_nested_without_end_are_refused() {
        assertThatThrownBy(() -> Expression.compile("(".repeat(7_000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Expression.compile("a".repeat(9_000))).hasMessageContaining("at most 8000");
    }
}
