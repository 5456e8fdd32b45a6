package dev.throughline.hub.ledger;

import static dev.throughline.processes.ledger.Place.BILLED;
import static dev.throughline.processes.ledger.Place.COVERED;
import static dev.throughline.processes.ledger.Place.HELD;
import static dev.throughline.processes.ledger.Place.OUTSIDE;
import static dev.throughline.processes.ledger.Place.POSTING;
import static dev.throughline.processes.ledger.Place.UNBILLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.Converted;
import dev.throughline.processes.ledger.Converted.Quote;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import dev.throughline.processes.ledger.SourceLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final LocalDate MONDAY = LocalDate.parse("2026-03-02");
    private static final TenantId FIRM = new TenantId("firm");
    private static final Ref<Project> PROJECT = new Ref<>("prj_1");

    private final LedgerWriter writer = new LedgerWriter();
    private final LedgerReader reader = new LedgerReader();
    private final Transactions transactions = new Transactions(DATABASE.source());

    @BeforeEach
    void begin() {
        DATABASE.execute("TRUNCATE ledger_line, ledger_conversion, ledger_posting, ledger_balance, ledger_total");
    }

    @Test
    void a_line_stands_where_its_postings_leave_it_and_empty_places_are_not_there() {
        post(move("tim_1", OUTSIDE, HELD, "8", "0"));
        post(move("tim_1", OUTSIDE, HELD, "0", "1200.00"), move("tim_1", HELD, UNBILLED, "8", "1200.00"));
        post(move("tim_1", UNBILLED, POSTING, "6", "900.00"));

        OpenLine line = line("tim_1").orElseThrow();
        assertThat(line.balances().keySet()).containsExactlyInAnyOrder(UNBILLED, POSTING);
        assertThat(line.balances().get(UNBILLED).quantity()).isEqualByComparingTo("2");
        assertThat(line.balances().get(UNBILLED).amount()).isEqualTo(Money.parse("USD 300.00"));
        assertThat(line("tim_2")).isEmpty();
        assertBalanced(1);
    }

    @Test
    void a_line_tells_how_it_was_converted_and_a_rate_finds_the_projects_whose_open_lines_it_made() {
        var quote = new Quote(
                CurrencyUnit.EUR,
                CurrencyUnit.USD,
                new BigDecimal("1.0953"),
                MONDAY,
                "EUR/USD by ECB",
                List.of("EUR/USD"));
        var converted = new Converted(Money.parse("EUR 100.00"), quote);
        var bought = move("exp_1", OUTSIDE, UNBILLED, "1", "109.53");
        post(new Posting(
                bought.line().converted(Optional.of(converted)),
                OUTSIDE,
                UNBILLED,
                BigDecimal.ONE,
                converted.amount(),
                "spent"));

        assertThat(line("exp_1").orElseThrow().line().converted()).contains(converted);
        assertThat(projectsBy("EUR/USD", MONDAY)).containsExactly(PROJECT.id());
        assertThat(projectsBy("EUR/GBP", MONDAY)).isEmpty();
        assertThat(projectsBy("EUR/USD", MONDAY.minusDays(1))).isEmpty();

        post(move("exp_1", UNBILLED, POSTING, "1", "109.53"));
        assertThat(projectsBy("EUR/USD", MONDAY)).as("billed stands").isEmpty();
        post(move("exp_1", POSTING, OUTSIDE, "1", "109.53"), move("exp_1", OUTSIDE, UNBILLED, "1", "100.00"));
        assertThat(line("exp_1").orElseThrow().line().converted())
                .as("entered anew in the contract's currency")
                .isEmpty();
    }

    private Set<String> projectsBy(String pair, LocalDate day) {
        return transactions.run(c -> LedgerConversions.projects(c, FIRM, pair, day.minusDays(7), day));
    }

    @Test
    void a_line_that_was_withdrawn_is_known_and_lies_nowhere() {
        post(move("tim_1", OUTSIDE, UNBILLED, "8", "1200.00"));
        post(move("tim_1", UNBILLED, OUTSIDE, "8", "1200.00"));

        assertThat(line("tim_1").orElseThrow().balances()).isEmpty();
        assertThat(DATABASE.value("SELECT count(*) FROM ledger_balance")).isEqualTo("0");
        assertBalanced(1);
    }

    @Test
    void the_first_posting_describes_a_line_and_a_reprice_changes_how_it_was_priced_and_reads() {
        post(move(line("tim_1", "first", "v1 at 150"), OUTSIDE, UNBILLED, "8", "1200.00"));
        post(move(line("tim_1", "second", "nothing"), UNBILLED, HELD, "8", "1200.00"));
        assertThat(line("tim_1").orElseThrow().line()).isEqualTo(line("tim_1", "first", "v1 at 150"));

        post(move(line("tim_1", "third", "v2 at 160"), OUTSIDE, HELD, "0", "80.00"));
        assertThat(line("tim_1").orElseThrow().line()).isEqualTo(line("tim_1", "third", "v2 at 160"));
    }

    @Test
    void a_place_never_holds_less_than_nothing_and_the_line_and_place_are_named() {
        post(move("tim_1", OUTSIDE, UNBILLED, "8", "1200.00"));

        assertThatThrownBy(() -> post(
                        move("tim_2", OUTSIDE, UNBILLED, "1", "10.00"),
                        move("tim_1", UNBILLED, POSTING, "8.25", "1200.00")))
                .isInstanceOfSatisfying(LedgerViolation.class, e -> {
                    assertThat(e.source()).isEqualTo("tim_1");
                    assertThat(e.place()).isEqualTo(UNBILLED);
                })
                .hasMessageContaining("Line tim_1 would hold less than nothing: quantity -0.25 in UNBILLED");
        assertThat(line("tim_2")).isEmpty();
        assertBalanced(1);
    }

    @Test
    void hours_never_leave_their_money_behind() {
        post(move("tim_1", OUTSIDE, UNBILLED, "8", "1200.00"));

        assertThatThrownBy(() -> post(move("tim_1", UNBILLED, POSTING, "8", "1100.00")))
                .isInstanceOf(LedgerViolation.class)
                .hasMessageContaining("Line tim_1 would hold money without hours: USD 100.00 in UNBILLED");
    }

    @Test
    void the_order_of_the_postings_of_one_call_does_not_matter() {
        post(move("tim_1", UNBILLED, POSTING, "8", "1200.00"), move("tim_1", OUTSIDE, UNBILLED, "8", "1200.00"));

        assertThat(line("tim_1").orElseThrow().balances().keySet()).containsExactly(POSTING);
    }

    @Test
    void open_lines_are_those_unbilled_or_held_up_to_a_day_oldest_first_with_all_their_places() {
        post(
                move(on("tim_3", MONDAY), OUTSIDE, UNBILLED, "2", "200.00"),
                move(on("tim_1", MONDAY.plusDays(1)), OUTSIDE, HELD, "3", "300.00"),
                move(on("tim_2", MONDAY.plusDays(2)), OUTSIDE, UNBILLED, "4", "400.00"),
                move(on("tim_4", MONDAY), OUTSIDE, BILLED, "4", "400.00"));
        post(move("tim_3", UNBILLED, POSTING, "1", "100.00"));

        List<OpenLine> open = transactions.run(c -> reader.openLines(c, FIRM, PROJECT, MONDAY.plusDays(1)));
        assertThat(open).extracting(o -> o.line().source().id()).containsExactly("tim_3", "tim_1");
        assertThat(open.getFirst().balances().keySet()).containsExactlyInAnyOrder(UNBILLED, POSTING);
        assertThat(many(c -> reader.openLines(c, new TenantId("other"), PROJECT, MONDAY.plusDays(9))))
                .isEmpty();
    }

    @Test
    void a_balance_or_posting_changed_behind_the_ledgers_back_is_found() {
        post(move("tim_1", OUTSIDE, UNBILLED, "8", "1200.00"), move("tim_2", OUTSIDE, UNBILLED, "8", "1200.00"));
        assertBalanced(2);

        DATABASE.execute("UPDATE ledger_balance SET amount = amount + 0.01 WHERE source = 'tim_2'");
        assertThat(many(c -> new LedgerProof().unbalanced(c, FIRM))).containsExactly("tim_2");
        assertThat(many(c -> new LedgerProof().projectsOff(c, FIRM))).containsExactly("prj_1");
        DATABASE.execute("DELETE FROM ledger_posting WHERE source = 'tim_1'");
        assertThat(many(c -> new LedgerProof().unbalanced(c, FIRM))).containsExactly("tim_1", "tim_2");
    }

    @Test
    void totals_follow_every_move() {
        post(move("tim_1", OUTSIDE, UNBILLED, "8", "1200.00"), move("tim_2", OUTSIDE, UNBILLED, "2", "300.00"));
        post(move("tim_1", UNBILLED, BILLED, "8", "1200.00"));

        var totals = transactions.run(c -> reader.totals(c, FIRM, List.of("prj_1")));
        assertThat(totals).extracting(LedgerReader.ProjectTotal::place).containsExactly(BILLED, UNBILLED);
        assertThat(totals.getLast().amount()).isEqualByComparingTo("300");
        assertThat(many(c -> reader.totals(c, FIRM)))
                .extracting(t -> t.legalEntity() + " " + t.place())
                .containsExactly("ent_us BILLED", "ent_us UNBILLED");
    }

    @Test
    void writers_that_move_the_same_lines_at_the_same_time_lose_nothing() throws Exception {
        post(IntStream.range(0, 50)
                .mapToObj(i -> move("tim_" + i, OUTSIDE, UNBILLED, "80", "8000.00"))
                .toArray(Posting[]::new));
        List<Callable<Boolean>> writers = IntStream.range(0, 6)
                .<Callable<Boolean>>mapToObj(seed -> () -> {
                    var chance = new Random(seed);
                    for (int i = 0; i < 10; i++) {
                        List<Integer> order =
                                new ArrayList<>(IntStream.range(0, 50).boxed().toList());
                        java.util.Collections.shuffle(order, chance);
                        post(order.stream()
                                .map(n -> move("tim_" + n, UNBILLED, BILLED, "1", "100.00"))
                                .toArray(Posting[]::new));
                    }
                    return true;
                })
                .toList();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var done : threads.invokeAll(writers)) {
                assertThat(done.get()).isTrue();
            }
        }

        assertBalanced(50);
        assertThat(line("tim_7").orElseThrow().balances().get(BILLED).amount()).isEqualTo(Money.parse("USD 6000.00"));
    }

    @Test
    void ten_thousand_postings_go_in_one_call() {
        Posting[] opening = IntStream.range(0, 10_000)
                .mapToObj(i -> move("tim_" + i, OUTSIDE, UNBILLED, "8", "1200.00"))
                .toArray(Posting[]::new);
        Posting[] sending = IntStream.range(0, 10_000)
                .mapToObj(i -> move("tim_" + i, UNBILLED, POSTING, "8", "1200.00"))
                .toArray(Posting[]::new);
        long begin = System.nanoTime();
        post(opening);
        long middle = System.nanoTime();
        post(sending);
        long end = System.nanoTime();
        System.out.printf(
                "10,000 postings: open %d ms, move %d ms%n", (middle - begin) / 1_000_000, (end - middle) / 1_000_000);

        assertBalanced(10_000);
        assertThat(DATABASE.value("SELECT count(*) FROM ledger_balance")).isEqualTo("10000");
    }

    @Test
    void the_hours_of_a_place_are_those_of_its_time_lines_alone() {
        SourceLine work = line("tim_1", "work", "v1");
        var milestone = new SourceLine(
                new Ref<>("mil_1"),
                LineKind.MILESTONE,
                work.project(),
                work.contract(),
                work.customer(),
                work.legalEntity(),
                MONDAY,
                "go-live",
                "as agreed",
                "",
                "");
        post(move(work, OUTSIDE, UNBILLED, "8", "1200.00"), move(milestone, OUTSIDE, UNBILLED, "1", "42000.00"));
        var place = transactions
                .snapshot(c -> new LedgerProof().conservation(c, FIRM))
                .places()
                .getFirst();
        assertThat(place.lines()).isEqualTo(2);
        assertThat(place.hours()).isEqualByComparingTo("8");
        assertThat(place.amount()).isEqualByComparingTo("43200.00");
    }

    @Test
    void work_that_changes_its_role_leaves_the_sum_of_the_one_and_joins_that_of_the_other() {
        SourceLine before = within("Build", "consultant");
        SourceLine after = within("Build", "architect");
        post(move(before, OUTSIDE, UNBILLED, "8", "1200.00"));
        post(move(before, UNBILLED, OUTSIDE, "8", "1200.00"), move(after, OUTSIDE, UNBILLED, "8", "1600.00"));
        assertThat(many(c -> reader.totals(c, FIRM, PROJECT, CurrencyUnit.USD)))
                .containsExactly(new Facts.Total("Build", "architect", UNBILLED, Money.parse("USD 1600.00")));
        assertThat(line("tim_1").orElseThrow().line().role()).isEqualTo("architect");
        assertBalanced(1);
    }

    @Test
    void covered_lines_are_found_by_their_project() {
        SourceLine covered = within("", "");
        post(move(covered, OUTSIDE, COVERED, "8", "0.00"), move("tim_2", OUTSIDE, UNBILLED, "1", "150.00"));
        assertThat(many(c -> reader.covered(c, FIRM, PROJECT)))
                .extracting(l -> l.line().source().id())
                .containsExactly("tim_1");
    }

    private static SourceLine within(String phase, String role) {
        SourceLine line = line("tim_1", "work", "v1");
        return new SourceLine(
                line.source(),
                line.kind(),
                line.project(),
                line.contract(),
                line.customer(),
                line.legalEntity(),
                line.workedOn(),
                line.description(),
                line.pricing(),
                phase,
                role);
    }

    private void assertBalanced(long lines) {
        var conservation = transactions.snapshot(c -> new LedgerProof().conservation(c, FIRM));
        assertThat(conservation.unbalanced()).isZero();
        assertThat(conservation.lines()).isEqualTo(lines);
        assertThat(many(c -> new LedgerProof().projectsOff(c, FIRM))).isEmpty();
    }

    private <T> List<T> many(Transactions.Work<List<T>> read) {
        return transactions.run(read);
    }

    private Optional<OpenLine> line(String source) {
        return transactions.run(c -> reader.line(c, FIRM, new Ref<>(source)));
    }

    private void post(Posting... postings) {
        List<LedgerWriter.Entry> entries = List.of(postings).stream()
                .map(p -> new LedgerWriter.Entry("0:1", p))
                .toList();
        transactions.run(connection -> {
            writer.post(connection, FIRM, "time-to-billing", "prj_1", entries, NOW);
            return true;
        });
    }

    private static Posting move(String source, Place from, Place to, String quantity, String amount) {
        return move(line(source, "work", "v1"), from, to, quantity, amount);
    }

    private static Posting move(SourceLine line, Place from, Place to, String quantity, String amount) {
        return new Posting(line, from, to, new BigDecimal(quantity), Money.parse("USD " + amount), "test");
    }

    private static SourceLine on(String source, LocalDate day) {
        SourceLine line = line(source, "work", "v1");
        return new SourceLine(
                line.source(),
                line.kind(),
                line.project(),
                line.contract(),
                line.customer(),
                line.legalEntity(),
                day,
                "work",
                "v1",
                "",
                "");
    }

    private static SourceLine line(String source, String description, String pricing) {
        return new SourceLine(
                new Ref<>(source),
                LineKind.TIME,
                PROJECT,
                Optional.of(new Ref<>("ctr_1")),
                Optional.empty(),
                Optional.of(new Ref<>("ent_us")),
                MONDAY,
                description,
                pricing,
                "",
                "");
    }
}
