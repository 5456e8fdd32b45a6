package dev.throughline.processes;

import static dev.throughline.processes.Problem.Owner.DELIVERY_OPS;
import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;
import static dev.throughline.processes.Problem.Owner.PEOPLE_OPS;
import static dev.throughline.processes.Problem.Owner.SALES_OPS;
import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.CostRate;
import dev.throughline.model.ExchangeRate;
import dev.throughline.model.Expense;
import dev.throughline.model.Milestone;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command.ActivateContract;
import dev.throughline.processes.agreementcheck.AgreementCheck;
import dev.throughline.processes.changeorder.ChangeOrder;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import dev.throughline.processes.timetobilling.CostPolicy;
import dev.throughline.processes.timetobilling.CostPolicy.WithoutCostRate;
import dev.throughline.processes.timetobilling.TimeToBilling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Bad input, as a list: what comes, the exception that it ends as, whose turn it is, and what mends it at its source. Each goes on by itself when it is mended, and nobody retries.
 * A change order for a contract that nobody knows waits for it in translation, and hours or units below zero are no record at all and are held there: the hub's own tests show both.
 */
class BadInputTest {
    private static final Ref<Milestone> DESIGN = new Ref<>("mil_design");
    private static final Ref<Expense> TAXI = new Ref<>("exp_taxi");
    private static final Ref<ContractVersion> SECOND = new Ref<>("cvr_rollout2");
    private static final LocalDate APRIL = LocalDate.of(2026, 4, 1);

    /** @param went what stands ready at the end; empty where no work is behind it */
    private record Case(
            String name,
            Scenario<?> run,
            UnaryOperator<Scenario<?>> comes,
            String code,
            Problem.Owner owner,
            UnaryOperator<Scenario<?>> mended,
            Optional<Ref<?>> went) {
        DynamicTest test() {
            return DynamicTest.dynamicTest(name, () -> {
                comes.apply(run);
                assertThat(run.world().problems().values())
                        .filteredOn(problem -> problem.code().equals(code))
                        .as(() -> "open problems: " + run.world().problems().values())
                        .singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.owner()).isEqualTo(owner);
                            assertThat(problem.says()).isNotBlank();
                            assertThat(problem.remedy()).isNotBlank();
                        });
                mended.apply(run);
                assertThat(run.world().problems()).isEmpty();
                went.ifPresent(source -> assertThat(
                                run.world().line(source).orElseThrow().balances())
                        .containsOnlyKeys(Place.UNBILLED));
            });
        }
    }

    @TestFactory
    Stream<DynamicTest> every_bad_input_is_told_and_goes_on_when_it_is_mended() {
        return Stream.of(changes(), versions(), cards(), milestones(), amounts(), work())
                .flatMap(cases -> cases)
                .map(Case::test);
    }

    private static Stream<Case> changes() {
        return Stream.of(
                new Case(
                        "a change order for a closed contract",
                        carried(),
                        run -> stored(
                                stored(run, CONTRACT, contract(Contract.Status.CLOSED)), SECOND, second(2, APRIL)),
                        "CHANGE_ORDER_CONTRACT_NOT_OPEN",
                        SALES_OPS,
                        run -> stored(run, CONTRACT, contract(Contract.Status.ACTIVE)),
                        Optional.empty()),
                new Case(
                        "a change order whose number another approved version bears",
                        carried(),
                        run -> {
                            run.world().with(new Ref<>("cvr_other"), second(2, LocalDate.of(2026, 5, 1)));
                            return stored(run, SECOND, second(2, APRIL));
                        },
                        "CHANGE_ORDER_NUMBER_TWICE",
                        SALES_OPS,
                        run -> stored(run, new Ref<>("cvr_other"), rejected(second(2, LocalDate.of(2026, 5, 1)))),
                        Optional.empty()));
    }

    private static Stream<Case> versions() {
        return Stream.of(
                new Case(
                        "two approved versions that take effect on one day",
                        checked(CONTRACT),
                        run -> stored(run, SECOND, second(2, START)),
                        "VERSION_DAY_TWICE",
                        SALES_OPS,
                        run -> stored(run, SECOND, second(2, APRIL)),
                        Optional.empty()),
                new Case(
                        "two approved versions of one number",
                        checked(CONTRACT),
                        run -> stored(run, SECOND, second(1, APRIL)),
                        "VERSION_NUMBER_TWICE",
                        SALES_OPS,
                        run -> stored(run, SECOND, second(2, APRIL)),
                        Optional.empty()),
                new Case(
                        "work on a day of two versions of one number",
                        billing(),
                        run -> stored(stored(run, SECOND, second(1, START)), ENTRY, hours(ANN, "2026-03-02", "1")),
                        "VERSION_NUMBER_TWICE",
                        SALES_OPS,
                        run -> stored(run, SECOND, second(2, APRIL)),
                        Optional.of(ENTRY)));
    }

    private static Stream<Case> cards() {
        return Stream.of(
                new Case(
                        "a rate card with overlaps",
                        checked(CARD),
                        run -> stored(run, CARD, rates(span("", "", "150.00"), span("", "", "160.00"))),
                        "RATE_CARD_OVERLAP",
                        FINANCE_OPS,
                        run -> stored(run, CARD, card("150.00")),
                        Optional.empty()),
                new Case(
                        "a rate card with a gap",
                        checked(CARD),
                        run -> stored(run, CARD, gap()),
                        "RATE_CARD_GAP",
                        FINANCE_OPS,
                        run -> stored(run, CARD, card("150.00")),
                        Optional.empty()),
                new Case(
                        "work on a day in a gap of its card",
                        billing(),
                        run -> stored(stored(run, CARD, gap()), ENTRY, hours(ANN, "2026-03-02", "1")),
                        "RATE_MISSING",
                        FINANCE_OPS,
                        run -> stored(run, CARD, card("150.00")),
                        Optional.of(ENTRY)),
                new Case(
                        "work where two rates of its card overlap",
                        billing(),
                        run -> stored(
                                stored(run, CARD, rates(span("", "", "150.00"), span("", "", "160.00"))),
                                ENTRY,
                                hours(ANN, "2026-03-02", "1")),
                        "RATE_AMBIGUOUS",
                        FINANCE_OPS,
                        run -> stored(run, CARD, card("150.00")),
                        Optional.of(ENTRY)),
                new Case(
                        "two rate cards of one code",
                        billing(),
                        run -> stored(
                                stored(run, new Ref<>("rtc_twin"), card("170.00")),
                                ENTRY,
                                hours(ANN, "2026-03-02", "1")),
                        "RATE_CARD_CODE_TWICE",
                        FINANCE_OPS,
                        run -> run.whenDeleted(new Ref<RateCard>("rtc_twin")),
                        Optional.of(ENTRY)));
    }

    private static Stream<Case> milestones() {
        return Stream.of(
                new Case(
                        "a milestone above the contract value",
                        billing(BillingModel.MILESTONE),
                        run -> stored(run, DESIGN, milestone("Design", "130000.00", Milestone.Status.COMPLETED)),
                        "MILESTONE_ABOVE_VALUE",
                        SALES_OPS,
                        run -> stored(run, DESIGN, milestone("Design", "120000.00", Milestone.Status.COMPLETED)),
                        Optional.of(DESIGN)),
                new Case(
                        "payments above the contract value",
                        checked(CONTRACT),
                        run -> stored(run, VERSION, paid("130000.00")),
                        "SCHEDULE_ABOVE_VALUE",
                        SALES_OPS,
                        run -> stored(run, VERSION, paid("120000.00")),
                        Optional.empty()));
    }

    private static Stream<Case> amounts() {
        return Stream.of(
                new Case(
                        "a milestone below zero",
                        billing(BillingModel.MILESTONE),
                        run -> stored(run, DESIGN, milestone("Design", "-1.00", Milestone.Status.COMPLETED)),
                        "AMOUNT_NEGATIVE",
                        SALES_OPS,
                        run -> stored(run, DESIGN, milestone("Design", "1.00", Milestone.Status.COMPLETED)),
                        Optional.of(DESIGN)),
                new Case(
                        "a payment below zero",
                        checked(CONTRACT),
                        run -> stored(run, VERSION, paid("-1.00")),
                        "VERSION_AMOUNT_NEGATIVE",
                        SALES_OPS,
                        run -> stored(run, VERSION, paid("1.00")),
                        Optional.empty()),
                new Case(
                        "a price below zero",
                        billing(),
                        run -> stored(stored(run, CARD, card("-150.00")), ENTRY, hours(ANN, "2026-03-02", "2")),
                        "RATE_NEGATIVE",
                        FINANCE_OPS,
                        run -> stored(run, CARD, card("150.00")),
                        Optional.of(ENTRY)));
    }

    private static Stream<Case> work() {
        return Stream.of(
                new Case(
                        "an expense in a currency without a rate",
                        billing(),
                        run -> stored(run, TAXI, taxi("EUR 23.40")),
                        "EXCHANGE_RATE_MISSING",
                        FINANCE_OPS,
                        run -> stored(
                                run,
                                new Ref<>("fxr_monday"),
                                new ExchangeRate(
                                        CurrencyUnit.EUR,
                                        CurrencyUnit.GBP,
                                        LocalDate.of(2026, 3, 2),
                                        new BigDecimal("0.8563"),
                                        Optional.empty())),
                        Optional.of(TAXI)),
                new Case(
                        "time by a person without a cost rate, where policy holds it",
                        billing(WithoutCostRate.HOLD),
                        run -> stored(run, ENTRY, hours(ANN, "2026-03-02", "1")),
                        "COST_RATE_MISSING",
                        PEOPLE_OPS,
                        BadInputTest::costed,
                        Optional.of(ENTRY)),
                new Case(
                        "time by a person without a cost rate, where policy warns",
                        billing(WithoutCostRate.WARN),
                        run -> stored(run, ENTRY, hours(ANN, "2026-03-02", "1"))
                                .thenStands(ENTRY, Place.UNBILLED, "GBP 150.00"),
                        "WORK_WITHOUT_COST_RATE",
                        PEOPLE_OPS,
                        BadInputTest::costed,
                        Optional.of(ENTRY)),
                new Case(
                        "time on a day before the contract",
                        billing(),
                        run -> stored(run, ENTRY, hours(ANN, "2026-02-27", "1")),
                        "WORK_BEFORE_CONTRACT_START",
                        DELIVERY_OPS,
                        run -> stored(run, VERSION, datedBack()),
                        Optional.of(ENTRY)),
                new Case(
                        "time under a closed contract",
                        billing(),
                        run -> stored(
                                stored(run, CONTRACT, contract(Contract.Status.CLOSED)),
                                ENTRY,
                                hours(ANN, "2026-03-02", "1")),
                        "CONTRACT_CLOSED",
                        FINANCE_OPS,
                        run -> stored(run, CONTRACT, contract(Contract.Status.ACTIVE)),
                        Optional.of(ENTRY)));
    }

    private static <T extends CanonicalObject> Scenario<?> stored(Scenario<?> run, Ref<T> ref, T object) {
        return run.whenStored(ref, object);
    }

    private static Scenario<?> billing() {
        return billing(BillingModel.TIME_AND_MATERIALS);
    }

    private static Scenario<?> billing(BillingModel model) {
        return given(new TimeToBilling(), PROJECT.id(), delivering(model));
    }

    private static Scenario<?> billing(WithoutCostRate policy) {
        return given(
                new TimeToBilling(),
                PROJECT.id(),
                delivering(BillingModel.TIME_AND_MATERIALS).with(new CostPolicy(policy)));
    }

    private static Scenario<?> checked(Ref<?> agreement) {
        return given(new AgreementCheck(), agreement.id(), delivering(BillingModel.TIME_AND_MATERIALS));
    }

    /** The first version stands in delivery and finance. */
    private static Scenario<?> carried() {
        World world = delivering(BillingModel.TIME_AND_MATERIALS)
                .existing(Role.PSA, PROJECT)
                .existing(Role.CRM, CONTRACT);
        var first = version(BillingModel.TIME_AND_MATERIALS, List.of());
        return given(new ChangeOrder(), CONTRACT.id(), world)
                .when(Events.done(
                        "contract-activation",
                        CONTRACT.id(),
                        new ActivateContract(
                                VERSION, CONTRACT, contract(Contract.Status.ACTIVE), first, PROJECT, "as_invoiced")));
    }

    private static ContractVersion second(int number, LocalDate from) {
        return capped(number, from, Optional.of(gbp("1000.00")));
    }

    private static ContractVersion rejected(ContractVersion version) {
        return like(version, ContractVersion.Status.REJECTED, version.effectiveFrom(), version.schedule());
    }

    private static ContractVersion datedBack() {
        var first = version(BillingModel.TIME_AND_MATERIALS, List.of());
        return like(first, first.status(), LocalDate.of(2026, 2, 1), first.schedule());
    }

    private static ContractVersion paid(String amount) {
        var payments = List.of(new Instalment("All", gbp(amount), Optional.empty()));
        return version(BillingModel.FIXED_FEE, payments);
    }

    private static ContractVersion like(
            ContractVersion one, ContractVersion.Status status, LocalDate from, List<Instalment> schedule) {
        return new ContractVersion(
                one.contract(),
                one.number(),
                status,
                one.billingModel(),
                from,
                one.value(),
                one.startsOn(),
                one.endsOn(),
                one.rateCard(),
                one.notToExceed(),
                schedule,
                one.terms());
    }

    private static RateCard gap() {
        return rates(span("", "2026-02-27", "150.00"), span("2026-03-09", "", "150.00"));
    }

    private static RateCard rates(RateCard.Rate... rates) {
        return new RateCard("STD", CurrencyUnit.GBP, List.of(rates));
    }

    private static RateCard.Rate span(String from, String to, String price) {
        return new RateCard.Rate(
                Optional.of("consultant"), Optional.empty(), Optional.empty(), day(from), day(to), gbp(price));
    }

    private static Optional<LocalDate> day(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    }

    private static Expense taxi(String amount) {
        return new Expense(
                PROJECT,
                ANN,
                LocalDate.of(2026, 3, 2),
                "travel",
                Money.parse(amount),
                true,
                Approval.APPROVED,
                Optional.empty());
    }

    private static Scenario<?> costed(Scenario<?> run) {
        return stored(run, new Ref<>("crt_ann"), new CostRate(ANN, START, gbp("80.00")));
    }
}
