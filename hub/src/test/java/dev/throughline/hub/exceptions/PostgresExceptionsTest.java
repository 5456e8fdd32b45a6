package dev.throughline.hub.exceptions;

import static dev.throughline.hub.exceptions.ExceptionWriter.Origin.DISPATCH;
import static dev.throughline.hub.exceptions.ExceptionWriter.Origin.PROCESS;
import static dev.throughline.hub.exceptions.ExceptionWriter.Origin.TRANSLATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.hub.EventAppender;
import dev.throughline.hub.Replayer;
import dev.throughline.hub.audit.PostgresAudit;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.Command;
import dev.throughline.model.event.CanonicalEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresExceptionsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final TenantId FIRM = new TenantId("firm");
    private static final Command COMMAND = new Command.ReportInvoice(
            Role.CRM,
            new Ref<>("opp_1"),
            new Ref<>("inv_1"),
            "INV-1",
            "open",
            LocalDate.parse("2026-03-01"),
            Money.parse("USD 10.00"),
            Money.parse("USD 10.00"),
            Money.parse("USD 10.00"),
            Money.parse("USD 0.00"),
            Optional.empty());

    private final Transactions transactions = new Transactions(DATABASE.source());
    private final ExceptionWriter writer = new ExceptionWriter();
    private final Heard heard = new Heard();
    private final PostgresExceptions desk =
            new PostgresExceptions(transactions, InstantSource.fixed(NOW), heard, heard);
    private final PostgresAudit audit = new PostgresAudit(transactions, InstantSource.fixed(NOW));

    @BeforeEach
    void begin() {
        DATABASE.execute("TRUNCATE exception, change, change_fate, command, audit, audit_head");
    }

    @Test
    void the_same_trouble_of_the_same_record_is_one_row_with_its_newest_text() {
        raise(raised(TRANSLATE, "0:1", "sf/001", "LOOKUP_MISSING"));
        raise(
                raised(TRANSLATE, "0:2", "sf/001", "LOOKUP_MISSING"),
                raised(TRANSLATE, "0:3", "sf/001", "LOOKUP_MISSING"));

        assertThat(only().times()).isEqualTo(3);
        assertThat(only().originKey()).isEqualTo("0:3");
    }

    @Test
    void older_ones_of_a_record_close_by_themselves_when_it_succeeds() {
        raise(
                raised(TRANSLATE, "0:1", "sf/001", "A"),
                raised(TRANSLATE, "0:1", "sf/001", "B"),
                raised(TRANSLATE, "0:2", "sf/002", "A"));
        int byCode = transactions.run(c -> writer.closeCodes(
                c, FIRM, List.of(new ExceptionWriter.Closing("sf/001", "B")), "translate", "applied", NOW));
        int rest = transactions.run(
                c -> writer.closeAll(c, FIRM, List.of("sf/001", "sf/009"), "translate", "applied", NOW));

        assertThat(List.of(byCode, rest)).containsExactly(1, 1);
        assertThat(only().originKey()).isEqualTo("0:2");
        raise(raised(TRANSLATE, "0:4", "sf/001", "A"));
        assertThat(open()).hasSize(2);
    }

    @Test
    void pages_follow_each_other_without_loss_and_filters_narrow_them() {
        raise(IntStream.range(0, 25)
                .mapToObj(i -> raised(TRANSLATE, "0:" + i, "sf/" + i, i % 2 == 0 ? "EVEN" : "ODD"))
                .toArray(ExceptionWriter.Raised[]::new));

        List<Long> seen = new ArrayList<>();
        Optional<Long> before = Optional.empty();
        do {
            Exceptions.Page page = desk.list(FIRM, Exceptions.Filter.OPEN, before, 10);
            page.items().forEach(i -> seen.add(i.id()));
            before = page.next();
        } while (before.isPresent());
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(desk.list(FIRM, filter("EVEN", ""), Optional.empty(), 100).items())
                .hasSize(13);
        assertThat(desk.list(FIRM, filter("EVEN", "%"), Optional.empty(), 100).items())
                .isEmpty();
        assertThat(desk.list(new TenantId("other"), Exceptions.Filter.OPEN, Optional.empty(), 10)
                        .items())
                .isEmpty();
        assertThat(desk.groups(FIRM, Exceptions.Filter.OPEN))
                .extracting(g -> g.code() + " " + g.count() + " " + g.atStakeByCurrency())
                .containsExactly("EVEN 13 {USD=130.00}", "ODD 12 {USD=120.00}");
    }

    @Test
    void a_retry_goes_back_to_where_the_trouble_arose_and_is_audited() {
        command("tl-1", "refused");
        command("tl-2", "dead");
        raise(
                raised(TRANSLATE, "0:1", "sf/001", "A"),
                raised(PROCESS, "quote-to-project/opp_1/x", "quote-to-project/opp_1", "B"),
                raised(DISPATCH, "tl-1", "tl-1", "C"),
                raised(DISPATCH, "tl-2", "tl-2", "D"));

        assertThat(desk.retryAll(FIRM, Exceptions.Filter.OPEN, "ann")).isEqualTo(4);

        assertThat(heard.positions).containsExactly("0:1");
        assertThat(heard.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        CanonicalEvent.Asked.class,
                        a -> assertThat(a.request())
                                .isEqualTo(new CanonicalEvent.Request.Retry("quote-to-project", "opp_1/x")));
        assertThat(DATABASE.value("SELECT string_agg(state, ' ' ORDER BY key) FROM command"))
                .isEqualTo("ready uncertain");
        assertThat(audit.search(FIRM, Optional.empty(), Optional.of("ann"), Optional.empty(), 10))
                .hasSize(4);
        assertThat(audit.verify(FIRM).brokenAt()).isEmpty();
    }

    @Test
    void a_correction_sends_a_patched_copy_and_leaves_the_original() {
        DATABASE.execute(
                "INSERT INTO change VALUES (0, 7, 'firm', 'sf', 'Account', '001', 'v1', 1, 'upserted', now(), now(), 'poll', 'c',"
                        + " '{\"Name\":\"A\",\"Rate\":10.50,\"Address\":{\"Country\":\"??\"},\"Tags\":[\"x\"]}')");
        raise(raised(TRANSLATE, "0:7", "sf/001", "A"));
        Map<String, Object> corrections = Map.of("/Address/Country", "DE", "/Tags/0", true, "/Vat", 12.5);

        desk.correct(FIRM, only().id(), 1, corrections, "ann", "seen on the card");

        assertThat(heard.corrected)
                .containsExactly(
                        "0:7 v1+c1 {\"Name\":\"A\",\"Rate\":10.50,\"Address\":{\"Country\":\"DE\"},\"Tags\":[true],\"Vat\":12.5}");
        assertThat(only().version()).isEqualTo(2);
        assertThatThrownBy(() -> desk.correct(FIRM, only().id(), 2, Map.of("/Nope/Deep", "x"), "ann", "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/Nope/Deep");
        assertThat(audit.search(FIRM, Optional.empty(), Optional.empty(), Optional.empty(), 9))
                .singleElement()
                .matches(e ->
                        e.action().equals("exception.correct") && !e.detail().contains("DE"));
    }

    @Test
    void tokens_of_corrections_count_up_and_never_grow_too_long() {
        assertThat(Correction.nextToken("v1")).isEqualTo("v1+c1");
        assertThat(Correction.nextToken("v1+c9")).isEqualTo("v1+c10");
        assertThat(Correction.nextToken("x".repeat(128))).hasSize(128).endsWith("x+c1");
    }

    @Test
    void skipping_closes_the_change_the_instance_or_the_command_with_the_reason() {
        DATABASE.execute("INSERT INTO change_fate VALUES (0, 7, 'held', 'A', now())");
        command("tl-1", "refused");
        raise(
                raised(TRANSLATE, "0:7", "sf/001", "A"),
                raised(PROCESS, "quote-to-project/opp_1", "opp_1", "B"),
                raised(DISPATCH, "tl-1", "tl-1", "C"));

        open().forEach(i -> desk.skip(FIRM, i.id(), i.version(), "ann", "not ours"));

        assertThat(DATABASE.value("SELECT fate || ': ' || reason FROM change_fate"))
                .isEqualTo("ignored: skipped by ann: not ours");
        assertThat(DATABASE.value("SELECT state FROM command")).isEqualTo("abandoned");
        assertThat(heard.events)
                .filteredOn(e -> e instanceof CanonicalEvent.CommandSettled)
                .singleElement()
                .isInstanceOfSatisfying(CanonicalEvent.CommandSettled.class, s -> {
                    assertThat(s.outcome()).isEqualTo(new CanonicalEvent.Outcome.Abandoned("ann", "not ours"));
                    assertThat(s.command()).isEqualTo(COMMAND);
                });
        assertThat(heard.events).hasSize(2);
        assertThat(DATABASE.value("SELECT count(*) FROM exception WHERE state = 'skipped'"))
                .isEqualTo("3");
    }

    @Test
    void a_command_that_is_being_sent_cannot_be_skipped() {
        command("tl-1", "uncertain");
        DATABASE.execute("UPDATE command SET lease_until = '2026-03-02T09:01:00Z'");
        raise(raised(DISPATCH, "tl-1", "tl-1", "C"));

        assertThatThrownBy(() -> desk.skip(FIRM, only().id(), 1, "ann", "not ours"))
                .isInstanceOf(Exceptions.Stale.class);
        assertThat(only().version()).isEqualTo(1);
    }

    @Test
    void of_many_people_who_act_at_once_exactly_one_is_heard() throws Exception {
        raise(raised(TRANSLATE, "0:7", "sf/001", "A"));
        long id = only().id();
        var stale = new AtomicInteger();
        List<Callable<Boolean>> people = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(i -> () -> {
                    try {
                        desk.assign(FIRM, id, 1, "person " + i, "ann");
                        return true;
                    } catch (Exceptions.Stale e) {
                        stale.incrementAndGet();
                        return false;
                    }
                })
                .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var done : threads.invokeAll(people)) {
                done.get();
            }
        }
        assertThat(stale.get()).isEqualTo(7);
        assertThat(only().assignee()).isPresent();
        assertThatThrownBy(() -> desk.retry(FIRM, id, 1, "ann")).isInstanceOf(Exceptions.Stale.class);
        assertThatThrownBy(() -> desk.retry(FIRM, id + 1, 1, "ann")).isInstanceOf(Exceptions.Stale.class);
    }

    private List<Exceptions.Item> open() {
        return desk.list(FIRM, Exceptions.Filter.OPEN, Optional.empty(), 10).items();
    }

    private Exceptions.Item only() {
        assertThat(open()).hasSize(1);
        return open().getFirst();
    }

    private static Exceptions.Filter filter(String code, String search) {
        return new Exceptions.Filter(
                Optional.empty(), Optional.empty(), Optional.of(code), Optional.empty(), Optional.of(search));
    }

    private void raise(ExceptionWriter.Raised... raised) {
        transactions.run(c -> {
            writer.raise(c, FIRM, List.of(raised), NOW);
            return true;
        });
    }

    private static ExceptionWriter.Raised raised(
            ExceptionWriter.Origin origin, String originKey, String traceKey, String code) {
        return new ExceptionWriter.Raised(
                origin,
                originKey,
                traceKey,
                code,
                "master-data",
                "SALES_OPS",
                "HIGH",
                "Account 001",
                "says " + originKey,
                "add a row",
                Optional.of(new BigDecimal("10.00")),
                Optional.of("USD"),
                "cor");
    }

    private static void command(String key, String state) {
        DATABASE.execute(
                "INSERT INTO command (tenant, key, process_type, process_key, step, name, target, stream, subject, body,"
                        + " correlation_id, created_at, state, due_at) VALUES ('firm', '" + key
                        + "', 't', 'k', 's', 'ReportInvoice', 'CRM', 'opp_1', 'opp_1', '"
                        + CanonicalJson.write(new Envelope(COMMAND)) + "', 'c', now(), '" + state + "', now())");
    }

    private record Envelope(Command command) {}

    /** Remembers what the desk set off. */
    private static final class Heard implements Replayer, EventAppender {
        private final List<String> positions = Collections.synchronizedList(new ArrayList<>());
        private final List<String> undecided = Collections.synchronizedList(new ArrayList<>());
        private final List<String> corrected = Collections.synchronizedList(new ArrayList<>());
        private final List<CanonicalEvent> events = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void translateAgain(Connection connection, TenantId tenant, List<String> again) {
            positions.addAll(again);
        }

        @Override
        public void decideAgain(Connection connection, TenantId tenant, List<String> again) {
            undecided.addAll(again);
        }

        @Override
        public void corrected(Connection connection, TenantId tenant, String original, String token, String payload) {
            corrected.add(original + " " + token + " " + payload);
        }

        @Override
        public void append(Connection connection, TenantId tenant, List<? extends CanonicalEvent> appended) {
            events.addAll(appended);
        }
    }
}
