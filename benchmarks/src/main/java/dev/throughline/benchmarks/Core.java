package dev.throughline.benchmarks;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.SystemId;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Decision;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.BillingState;
import dev.throughline.processes.timetobilling.TimeToBilling;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** How fast the pure deciders bill: no database, no network, one thread, by processor time. */
public final class Core {
    private static final int AIM = 200_000;
    private static final int RUNS = 5;
    private static final int PEOPLE = 20;
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
    private static final Ref<Project> PROJECT = new Ref<>("prj_bench");
    private static final Ref<Contract> CONTRACT = new Ref<>("ctr_bench");
    private static final Ref<ContractVersion> VERSION = new Ref<>("cvr_bench1");
    private static final Ref<CustomerAccount> CUSTOMER = new Ref<>("cus_bench");
    private static final Ref<LegalEntity> ENTITY = new Ref<>("ent_bench");
    private static final Ref<RateCard> CARD = new Ref<>("rtc_bench");
    private static final CanonicalEvent.Header HEADER =
            new CanonicalEvent.Header("bench", Instant.parse("2026-06-01T08:00:00Z"), "bench");

    private final TimeToBilling billing = new TimeToBilling();
    private final int entries;

    private Core(int entries) {
        this.entries = entries;
    }

    /** @param arguments {@code --lines N}, 100,000 without; {@code --json FILE} */
    public static void main(String... arguments) {
        int lines = 100_000;
        Optional<Path> json = Optional.empty();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--lines" -> lines = Integer.parseInt(arguments[i + 1]);
                case "--json" -> json = Optional.of(Path.of(arguments[i + 1]));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        var table = new Table();
        new Core(lines).measure(table);
        json.ifPresent(table::write);
    }

    private void measure(Table table) {
        table.head("Pure core, one project of %,d entries, best of %d, by processor time of the one thread"
                .formatted(entries, RUNS));
        Duration intake = Duration.ofDays(1);
        Duration run = Duration.ofDays(1);
        Duration amended = Duration.ofDays(1);
        for (int i = 0; i < RUNS; i++) {
            var facts = agreed("150.00");
            intake = least(intake, time(() -> takeIn(facts)).taken());
            var ready = takeInAgain(facts);
            var billed = time(() -> ask(facts, ready));
            run = least(run, billed.taken());
            require(billed.value(), entries, "150.00");
            facts.with(CARD, card("165.00"));
            var anew = time(() -> ask(facts, ready));
            amended = least(amended, anew.taken());
            require(anew.value(), entries, "165.00");
        }
        row(table, "intake", "entries priced and posted, one by one", intake);
        row(table, "run", "lines priced, grouped and invoiced by a run", run);
        row(table, "amended", "lines re-priced after an amendment, grouped and invoiced", amended);
    }

    private void row(Table table, String key, String name, Duration taken) {
        table.row(key, name + " (aim %,d)".formatted(AIM), entries * 1_000_000_000L / taken.toNanos(), "a second");
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private record Timed<T>(T value, Duration taken) {}

    private static <T> Timed<T> time(Supplier<T> work) {
        var threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        T value = work.get();
        return new Timed<>(value, Duration.ofNanos(threads.getCurrentThreadCpuTime() - begun));
    }

    /** Every entry arrives and is decided by itself, as if no two came in one batch. */
    private BillingState takeIn(Held facts) {
        BillingState state = billing.initial(PROJECT.id());
        for (int n = 0; n < entries; n++) {
            Decision<BillingState> decision = billing.decide(PROJECT.id(), state, arrived(n), facts);
            state = decision.state();
        }
        return state;
    }

    private BillingState takeInAgain(Held facts) {
        BillingState state = billing.initial(PROJECT.id());
        for (int n = 0; n < entries; n++) {
            Decision<BillingState> decision = billing.decide(PROJECT.id(), state, arrived(n), facts);
            facts.apply(decision);
            state = decision.state();
        }
        if (facts.standing(Place.UNBILLED) != entries) {
            throw new IllegalStateException(
                    "only %d of %d entries are ready".formatted(facts.standing(Place.UNBILLED), entries));
        }
        return state;
    }

    private Decision<BillingState> ask(Held facts, BillingState state) {
        var run = new CanonicalEvent.Asked(
                HEADER,
                new CanonicalEvent.Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 12, 31)),
                "bench");
        return billing.decide(PROJECT.id(), state, run, facts);
    }

    /** Nothing is measured that is wrong: all is invoiced, at the price. */
    private static void require(Decision<BillingState> decision, int entries, String price) {
        var total = decision.commands().stream()
                .map(send -> (PostInvoice) send.command())
                .flatMap(invoice -> invoice.lines().stream())
                .map(line -> line.amount())
                .reduce(Money.zero(CurrencyUnit.USD), Money::plus);
        var due = Money.of(CurrencyUnit.USD, new BigDecimal(price).multiply(BigDecimal.valueOf(entries)));
        if (!total.equals(due)) {
            throw new IllegalStateException("invoiced %s, due is %s".formatted(total, due));
        }
    }

    private static CanonicalEvent arrived(int n) {
        return new CanonicalEvent.ObjectChanged(
                HEADER,
                CanonicalType.TIME_ENTRY,
                entry(n),
                Optional.empty(),
                Optional.of(hour(n)),
                Set.of(),
                new SystemId("bench"));
    }

    private static Ref<TimeEntry> entry(int n) {
        return new Ref<>("tim_" + n);
    }

    private static TimeEntry hour(int n) {
        return new TimeEntry(
                PROJECT,
                new Ref<>("res_" + n % PEOPLE),
                FIRST.plusDays(n % 60),
                BigDecimal.ONE,
                true,
                Approval.APPROVED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("Workshop and follow-up number " + n));
    }

    private Held agreed(String price) {
        var facts = new Held();
        facts.with(
                ENTITY,
                new LegalEntity("US", "Bench", "US", CurrencyUnit.USD, Optional.empty(), Optional.empty(), true));
        facts.with(CUSTOMER, customer());
        facts.with(
                CONTRACT,
                new Contract(
                        "B-1",
                        "Bench",
                        CUSTOMER,
                        ENTITY,
                        CurrencyUnit.USD,
                        Contract.Status.ACTIVE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        facts.with(VERSION, version());
        facts.with(CARD, card(price));
        facts.with(PROJECT, project());
        for (int i = 0; i < PEOPLE; i++) {
            facts.with(new Ref<>("res_" + i), person(i));
        }
        for (int n = 0; n < entries; n++) {
            facts.with(entry(n), hour(n));
        }
        return facts;
    }

    private static RateCard card(String price) {
        return new RateCard(
                "STD",
                CurrencyUnit.USD,
                List.of(new RateCard.Rate(
                        Optional.of("consultant"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Money.of(CurrencyUnit.USD, new BigDecimal(price)))));
    }

    private static ContractVersion version() {
        return new ContractVersion(
                CONTRACT,
                1,
                ContractVersion.Status.APPROVED,
                BillingModel.TIME_AND_MATERIALS,
                FIRST,
                Money.of(CurrencyUnit.USD, 100_000_000),
                Optional.empty(),
                Optional.empty(),
                Optional.of("STD"),
                Optional.empty(),
                List.of(),
                List.of());
    }

    private static CustomerAccount customer() {
        return new CustomerAccount(
                "Customer",
                CustomerAccount.Status.ACTIVE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(ENTITY),
                Optional.of("US"),
                Optional.of(CurrencyUnit.USD),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static Project project() {
        return new Project(
                "Bench",
                Project.Status.ACTIVE,
                Optional.of("B-1"),
                Optional.of(CONTRACT),
                Optional.empty(),
                Optional.of(CUSTOMER),
                Optional.of(ENTITY),
                Optional.empty(),
                Optional.of(CurrencyUnit.USD),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Resource person(int i) {
        return new Resource(
                "Consultant " + i,
                Resource.Kind.EMPLOYEE,
                Resource.Status.ACTIVE,
                Optional.empty(),
                Optional.empty(),
                Optional.of("consultant"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ENTITY),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
