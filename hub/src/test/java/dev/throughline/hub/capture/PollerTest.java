package dev.throughline.hub.capture;

import static dev.throughline.hub.capture.TalkingVendor.CRM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PollerTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TenantId FIRM = new TenantId("firm");
    private static final String IN_TRANSACTION =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";

    private final TestClock clock = new TestClock();
    private final TalkingVendor vendor = new TalkingVendor();
    private final Transactions transactions = new Transactions(DATABASE.source());
    private final Poller poller = new Poller(transactions, vendor, new CaptureWriter(4), clock, () -> {});

    @BeforeEach
    void begin() {
        DATABASE.execute("TRUNCATE change, touched, reread, source_cursor");
        transactions.run(c -> Logs.prepare(c, 4));
        for (int i = 1; i <= 5; i++) {
            vendor.put("d" + i, clock.instant().minusSeconds(100 - i), "deal");
        }
    }

    @Test
    void a_system_is_never_asked_inside_a_transaction() {
        List<String> open = new ArrayList<>();
        vendor.asked = () -> open.add(DATABASE.value(IN_TRANSACTION));
        note("d1");
        transactions.run(c -> {
            Rereads.ask(c, new Source(FIRM, CRM, TalkingVendor.DEAL), clock.instant(), "gap", clock.instant());
            return null;
        });

        poller.poll(FIRM, CRM);

        assertThat(open).hasSizeGreaterThan(5).containsOnly("0");
        assertThat(count("change")).isEqualTo("5");
    }

    @Test
    void of_two_that_read_the_same_stretch_one_moves_the_cursor() {
        List<Poller.Turn> inner = new ArrayList<>();
        vendor.asked = () -> {
            vendor.asked = () -> {};
            inner.addAll(poller.poll(FIRM, CRM));
        };

        List<Poller.Turn> outer = poller.poll(FIRM, CRM);

        assertThat(inner.getFirst().stored()).isEqualTo(5);
        assertThat(outer.getFirst().stored()).isZero();
        assertThat(count("change")).isEqualTo("5");
    }

    @Test
    void a_failure_leaves_the_cursor_where_it_was_and_is_told() {
        poller.poll(FIRM, CRM);
        String before = DATABASE.value("SELECT cursor FROM source_cursor");
        vendor.nextRead = Optional.of(new ReadResult.Failed(new Trouble.Unavailable("tea", Optional.empty())));

        assertThat(poller.poll(FIRM, CRM).getFirst().trouble()).isPresent();

        assertThat(DATABASE.value("SELECT cursor || ' ' || last_error FROM source_cursor"))
                .isEqualTo(before + " unavailable: tea");
    }

    @Test
    void what_is_noticed_again_while_it_is_fetched_is_fetched_again() {
        note("d1");
        vendor.asked = () -> {
            vendor.asked = () -> {};
            note("d1");
        };

        poller.fetchTouched(FIRM, CRM);

        assertThat(count("touched")).as("taken up in the same turn").isEqualTo("0");
        assertThat(DATABASE.value("SELECT count(*) FROM change WHERE via = 'fetch'"))
                .isEqualTo("1");
    }

    @Test
    void a_record_that_a_dead_node_had_in_hand_is_fetched_after_a_while() {
        note("d1");
        transactions.run(c -> Touched.claim(c, new Source(FIRM, CRM, TalkingVendor.DEAL), clock.instant()));
        assertThat(poller.fetchTouched(FIRM, CRM)).isEmpty();
        clock.advance(Duration.ofMinutes(3));
        assertThat(poller.fetchTouched(FIRM, CRM)).hasSize(1);
    }

    @Test
    void what_settles_a_contradiction_is_stored_even_if_that_version_is_here() {
        poller.poll(FIRM, CRM);
        transactions.run(c -> {
            Touched.note(c, List.of(notice("d1", true)), clock.instant());
            return null;
        });

        poller.fetchTouched(FIRM, CRM);

        assertThat(DATABASE.value("SELECT count(*) FROM change WHERE external_id = 'd1'"))
                .isEqualTo("2");
    }

    private void note(String id) {
        transactions.run(c -> {
            Touched.note(c, List.of(notice(id, false)), clock.instant());
            return null;
        });
    }

    private static Touched.Notice notice(String id, boolean settles) {
        return new Touched.Notice(
                FIRM, CRM, TalkingVendor.DEAL, new dev.throughline.model.ExternalId(id), "c", settles);
    }

    private static String count(String table) {
        return DATABASE.value("SELECT count(*) FROM " + table);
    }
}
