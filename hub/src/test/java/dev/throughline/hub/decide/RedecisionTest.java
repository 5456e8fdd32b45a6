package dev.throughline.hub.decide;

import static dev.throughline.hub.paper.PaperFirm.ERP;
import static dev.throughline.hub.paper.PaperFirm.PSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.throughline.hub.Asks.ReplayMapping;
import dev.throughline.hub.Asks.ReplayScope;
import dev.throughline.hub.decide.Redecision.Choice;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.paper.PaperFirm;
import dev.throughline.hub.storage.Position;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.model.CanonicalType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events that are given to the deciders once more, over systems of paper. */
class RedecisionTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Choice EVERYTHING = between(Instant.EPOCH, null);
    private static final Choice DEAD = choice(null, null, null, null, null, null, null, true);

    /** Of master data only what it sends: on a second look it notes that finance has the customer by now, and tells nobody. */
    private static final String EFFECTS = """
            SELECT concat_ws(' ', (SELECT count(*) FROM ledger_posting WHERE tenant = t.tenant), (SELECT count(*) FROM command WHERE tenant = t.tenant),
                (SELECT count(*) FROM decision WHERE tenant = t.tenant AND type <> 'master-data'), (SELECT count(*) FROM event WHERE tenant = t.tenant),
                (SELECT sum(version) FROM process_instance WHERE tenant = t.tenant AND type <> 'master-data'), (SELECT sum(version) FROM canonical_object WHERE tenant = t.tenant),
                (SELECT count(*) FROM exception WHERE tenant = t.tenant), (SELECT count(*) FROM timer WHERE tenant = t.tenant),
                (SELECT string_agg(place || amount, ',' ORDER BY source, place) FROM ledger_balance WHERE tenant = t.tenant))
            FROM (SELECT '$' AS tenant) t
            """;

    @SuppressWarnings("NullAway.Init")
    private PaperFirm firm;

    private void open(String name, DataSource source) {
        firm = PaperFirm.open(DATABASE, source, name);
        firm.masterData();
        firm.worker();
        firm.wonDeal();
    }

    @AfterEach
    void close() {
        firm.close();
    }

    @Test
    void an_event_that_is_decided_again_changes_nothing_when_nothing_changed() {
        open("nothing", DATABASE.source());
        firm.work(20, 1, "7.50");
        firm.standing("UNBILLED", "30000.00");
        firm.work(10, 2, "5.00");
        firm.standing("UNBILLED", "25000.00");
        firm.bill(LocalDate.of(2026, 2, 28));
        firm.standing("BILLED", "25000.00");
        firm.quiet();
        String before = firm.value(EFFECTS);
        String invoices = firm.book(ERP).pages("invoice").toString();
        int writes = firm.book(ERP).writes("invoice")
                + firm.book(ERP).writes("customer")
                + firm.book(PSA).writes("project");

        int events = replay(EVERYTHING);
        firm.quiet();

        assertThat(events).isGreaterThan(40);
        assertThat(firm.value(EFFECTS)).isEqualTo(before);
        assertThat(firm.book(ERP).pages("invoice")).hasSize(1).hasToString(invoices);
        assertThat(firm.book(ERP).writes("invoice")
                        + firm.book(ERP).writes("customer")
                        + firm.book(PSA).writes("project"))
                .isEqualTo(writes);
        assertThat(firm.value("SELECT detail::text FROM audit WHERE tenant = '$' AND action = 'replay'"))
                .contains("decide", String.valueOf(events));
        assertThat(firm.hub().audit().verify(firm.tenant()).brokenAt()).isEmpty();
    }

    @Test
    void hours_that_were_corrected_do_not_come_back_with_an_old_event() {
        open("old", DATABASE.source());
        firm.work(3, 1, "8.00");
        firm.standing("UNBILLED", "4800.00");
        firm.work(3, 2, "6.00");
        firm.standing("UNBILLED", "3600.00");

        assertThat(replay(of(CanonicalType.TIME_ENTRY))).isEqualTo(6);
        firm.quiet();

        firm.standing("UNBILLED", "3600.00");
        assertThat(firm.value("SELECT count(*) FROM ledger_posting WHERE tenant = '$'"))
                .isEqualTo("9");
    }

    @Test
    void what_could_not_be_decided_is_decided_once_its_reference_is_mended() {
        open("mended", DATABASE.source());
        breakRateCard();
        firm.work(3, 1, "8.00");
        awaitDead(3);
        assertThat(firm.hub().asks().preview(firm.tenant(), new ReplayScope.Events(DEAD)))
                .isEqualTo(3);
        replay(DEAD);
        firm.quiet();
        awaitDead(3);

        mendRateCard();
        Exceptions.Item one = open().getFirst();
        assertThat(replay(about(one.id()))).isEqualTo(1);
        firm.standing("UNBILLED", "1600.00");
        assertThat(replay(DEAD)).isEqualTo(2);
        firm.standing("UNBILLED", "4800.00");
        firm.quiet();

        assertThat(open()).isEmpty();
        assertThat(
                        firm.value(
                                "SELECT string_agg(DISTINCT closed_why, ',') FROM exception WHERE tenant = '$' AND code = 'DEAD_LETTER'"))
                .isEqualTo("the event was decided when it was given again");
        assertThat(replay(DEAD)).as("nothing is dead any more").isZero();
    }

    @Test
    void a_retry_on_the_desk_decides_it_again_and_closes_the_exception() {
        open("desk", DATABASE.source());
        breakRateCard();
        firm.work(2, 1, "8.00");
        awaitDead(2);
        mendRateCard();
        assertThat(firm.hub().exceptions().retryAll(firm.tenant(), Exceptions.Filter.OPEN, "ann"))
                .isEqualTo(2);
        firm.standing("UNBILLED", "3200.00");
        firm.quiet();
        assertThat(open()).isEmpty();
    }

    @Test
    void events_are_chosen_by_record_type_kind_time_and_position() {
        open("chosen", DATABASE.source());
        firm.work(4, 1, "8.00");
        firm.standing("UNBILLED", "6400.00");
        firm.bill(LocalDate.of(2026, 2, 28));
        firm.standing("BILLED", "6400.00");
        firm.quiet();
        Instant later = Instant.now().plusSeconds(1);

        assertThat(preview(record("te2"))).isEqualTo(1);
        assertThat(preview(record(
                        firm.value("SELECT min(id) FROM canonical_object WHERE tenant = '$' AND type = 'TimeEntry'"))))
                .isEqualTo(1);
        assertThat(preview(record("nobody"))).isZero();
        assertThat(preview(of(CanonicalType.TIME_ENTRY))).isEqualTo(4);
        assertThat(preview(kind("CommandSettled"))).isPositive();
        assertThat(preview(kind("Asked"))).as("a request had its moment").isZero();
        assertThat(preview(between(Instant.EPOCH, later))).isEqualTo(preview(EVERYTHING));
        assertThat(preview(between(later, later.plusSeconds(60)))).isZero();
        String position = firm.value(
                "SELECT max(partition || ':' || seq) FROM event WHERE tenant = '$' AND kind = 'ObjectChanged'");
        assertThat(preview(at(position))).isEqualTo(1);
        assertThat(firm.value("SELECT count(*) FROM redecide"))
                .as("a preview queues nothing")
                .isEqualTo("0");
        assertThatThrownBy(() -> preview(about(987_654)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no exception 987654");
        assertThatThrownBy(() -> firm.hub()
                        .asks()
                        .replay(
                                firm.tenant(),
                                new ReplayScope.Events(EVERYTHING),
                                new ReplayMapping.AsThen(),
                                "ann",
                                "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not mapped");
    }

    @Test
    void ten_thousand_events_are_decided_again_in_sets() {
        var statements = new AtomicLong();
        open("many", counting(statements));
        for (int version = 1; version <= 10; version++) {
            firm.work(1000, version, (9 - version % 3) + ".00");
        }
        firm.quiet();
        String before = firm.value(EFFECTS);
        long so = statements.get();

        assertThat(replay(of(CanonicalType.TIME_ENTRY))).isGreaterThanOrEqualTo(9_000);
        firm.quiet();

        assertThat(firm.value(EFFECTS)).isEqualTo(before);
        assertThat(statements.get() - so)
                .as("statements, those of idle workers and of this test's waiting among them")
                .isLessThan(3_000);
    }

    private int replay(Choice choice) {
        return firm.hub().asks().replay(firm.tenant(), new ReplayScope.Events(choice), "ann", "test");
    }

    private int preview(Choice choice) {
        return firm.hub().asks().preview(firm.tenant(), new ReplayScope.Events(choice));
    }

    private void breakRateCard() {
        firm.quiet();
        DATABASE.execute(
                "UPDATE canonical_object SET body = jsonb_set(body, '{currency}', '\"NOPE\"') WHERE type = 'RateCard' AND tenant = '"
                        + firm.tenant() + "'");
    }

    private void mendRateCard() {
        DATABASE.execute(
                "UPDATE canonical_object SET body = jsonb_set(body, '{currency}', '\"USD\"') WHERE type = 'RateCard' AND tenant = '"
                        + firm.tenant() + "'");
    }

    private List<Exceptions.Item> open() {
        return firm.hub()
                .exceptions()
                .list(firm.tenant(), Exceptions.Filter.OPEN, Optional.empty(), 100)
                .items();
    }

    private void awaitDead(int count) {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(open())
                        .hasSize(count)
                        .allSatisfy(i -> assertThat(i.code()).isEqualTo("DEAD_LETTER")));
    }

    private static Choice at(String position) {
        return choice(Position.parse(position), null, null, null, null, null, null, false);
    }

    private static Choice about(long exception) {
        return choice(null, exception, null, null, null, null, null, false);
    }

    private static Choice record(String id) {
        return choice(null, null, id, null, null, null, null, false);
    }

    private static Choice kind(String kind) {
        return choice(null, null, null, kind, null, null, null, false);
    }

    private static Choice of(CanonicalType type) {
        return choice(null, null, null, null, type, null, null, false);
    }

    private static Choice between(Instant since, @Nullable Instant until) {
        return choice(null, null, null, null, null, since, until, false);
    }

    private static Choice choice(
            @Nullable Position position,
            @Nullable Long exception,
            @Nullable String record,
            @Nullable String kind,
            @Nullable CanonicalType type,
            @Nullable Instant since,
            @Nullable Instant until,
            boolean dead) {
        return new Choice(
                Optional.ofNullable(position),
                Optional.ofNullable(exception),
                Optional.ofNullable(record),
                Optional.ofNullable(kind),
                Optional.ofNullable(type),
                Optional.ofNullable(since),
                Optional.ofNullable(until),
                dead);
    }

    /** The same database, where every statement that is prepared is counted. */
    private static DataSource counting(AtomicLong statements) {
        return proxy(
                DataSource.class,
                DATABASE.source(),
                statements,
                answer ->
                        answer instanceof Connection c ? proxy(Connection.class, c, statements, same -> same) : answer);
    }

    private static <T> T proxy(Class<T> type, T real, AtomicLong statements, UnaryOperator<@Nullable Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, given) -> {
            if (method.getName().equals("prepareStatement")) {
                statements.incrementAndGet();
            }
            try {
                return answers.apply(method.invoke(real, given));
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }
}
