package dev.throughline.hub.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.hub.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Numbers of a log: each given once, none left out, whoever appends beside whom. */
class LogsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final int WRITERS = 6;
    private static final int APPENDS = 40;

    private final Transactions transactions = new Transactions(DATABASE.source());

    @BeforeEach
    void two_partitions() {
        DATABASE.execute("TRUNCATE log_partition, stage_progress");
        transactions.run(c -> Logs.prepare(c, 2));
    }

    @Test
    void writers_side_by_side_share_the_numbers_without_a_gap_or_a_deadlock() throws Exception {
        List<Future<List<Long>>> running = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int w = 0; w < WRITERS; w++) {
                boolean upwards = w % 2 == 0;
                running.add(threads.submit(() -> append(upwards)));
            }
        }
        List<Long> numbers = new ArrayList<>();
        for (Future<List<Long>> one : running) {
            numbers.addAll(one.get());
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, WRITERS * APPENDS * 3L)
                        .boxed()
                        .toList());
    }

    private List<Long> append(boolean upwards) {
        List<Long> mine = new ArrayList<>();
        for (int i = 0; i < APPENDS; i++) {
            Map<Short, Integer> counts =
                    upwards ? Map.of((short) 0, 3, (short) 1, 1) : Map.of((short) 1, 1, (short) 0, 3);
            long first =
                    transactions.run(c -> Logs.reserve(c, Logs.EVENT, counts)).get((short) 0);
            mine.addAll(List.of(first, first + 1, first + 2));
        }
        return mine;
    }

    @Test
    void what_is_rolled_back_gives_its_numbers_back() {
        assertThatThrownBy(() -> transactions.run(c -> {
                    Logs.reserve(c, Logs.CHANGE, Map.of((short) 0, 10));
                    throw new IllegalStateException("after reserving");
                }))
                .hasMessage("after reserving");

        Map<Short, Long> next = transactions.run(c -> Logs.reserve(c, Logs.CHANGE, Map.of((short) 0, 1)));
        assertThat(next).containsExactly(Map.entry((short) 0, 1L));
    }

    @Test
    void a_partition_that_is_not_there_is_named() {
        assertThatThrownBy(() -> transactions.run(c -> Logs.reserve(c, Logs.EVENT, Map.of((short) 7, 1))))
                .hasMessageContaining("log event lacks some of the partitions [7]");
    }
}
