package dev.throughline.processes.testing;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.Invoice;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Milestone;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.ServiceItem;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.UsageRecord;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** A small firm: one entity, one customer, one deal, one project, two people. */
public final class Firm {
    public static final Ref<LegalEntity> UK = new Ref<>("ent_uk");
    public static final Ref<CustomerAccount> ALDER = new Ref<>("cus_alder");
    public static final Ref<ServiceItem> ADVICE = new Ref<>("itm_advice");
    public static final Ref<RateCard> CARD = new Ref<>("rtc_standard");
    public static final Ref<Opportunity> DEAL = new Ref<>("opp_rollout");
    public static final Ref<Contract> CONTRACT = new Ref<>("ctr_rollout");
    public static final Ref<ContractVersion> VERSION = new Ref<>("cvr_rollout1");
    public static final Ref<Project> PROJECT = new Ref<>("prj_rollout");
    public static final Ref<Resource> ANN = new Ref<>("res_ann");
    public static final Ref<Resource> BEN = new Ref<>("res_ben");
    public static final Ref<TimeEntry> ENTRY = new Ref<>("tim_1");
    public static final LocalDate START = LocalDate.of(2026, 3, 1);
    public static final LocalDate END = LocalDate.of(2026, 6, 30);

    private Firm() {}

    public static Money gbp(String amount) {
        return Money.of(CurrencyUnit.GBP, new BigDecimal(amount));
    }

    /** Before anything is made of the deal. */
    public static World sold() {
        return new World()
                .with(UK, entity(true))
                .with(ALDER, customer(false))
                .with(ADVICE, item(true))
                .with(CARD, card("150.00"))
                .with(DEAL, deal());
    }

    /** With the contract and project of the deal, billed by the model. */
    public static World delivering(BillingModel model) {
        return sold().with(CONTRACT, contract(Contract.Status.ACTIVE))
                .with(VERSION, version(model, List.of()))
                .with(PROJECT, project())
                .with(ANN, person("Ann Lee", "consultant"))
                .with(BEN, person("Ben Roe", "architect"));
    }

    public static LegalEntity entity(boolean active) {
        return new LegalEntity("UK", "Firm Ltd", "GB", CurrencyUnit.GBP, Optional.empty(), Optional.of("GB1"), active);
    }

    public static CustomerAccount customer(boolean onHold) {
        return customer(Optional.of("GB999"), onHold);
    }

    public static CustomerAccount customer(Optional<String> taxRegistration, boolean onHold) {
        return new CustomerAccount(
                "Alder LLP",
                CustomerAccount.Status.ACTIVE,
                Optional.of("C1"),
                Optional.empty(),
                Optional.of(UK),
                Optional.of("GB"),
                Optional.of(CurrencyUnit.GBP),
                taxRegistration,
                Optional.of("net_30"),
                Optional.empty(),
                Optional.empty(),
                onHold);
    }

    public static ServiceItem item(boolean active) {
        return new ServiceItem(
                "ADVICE", "Advice", ServiceItem.Kind.SERVICE, Optional.of("advisory"), Optional.empty(), active);
    }

    /** Consultants cost this; architects have no rate. */
    public static RateCard card(String consultant) {
        return new RateCard("STD", CurrencyUnit.GBP, List.of(rate(Optional.of("consultant"), consultant)));
    }

    public static RateCard.Rate rate(Optional<String> role, String perHour) {
        return new RateCard.Rate(
                role, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), gbp(perHour));
    }

    public static Opportunity deal() {
        return deal(Opportunity.Stage.WON, "120000.00", Opportunity.SowStatus.NONE);
    }

    public static Opportunity deal(Opportunity.Stage stage, String amount, Opportunity.SowStatus sow) {
        return new Opportunity(
                "Rollout",
                stage,
                Optional.of(ALDER),
                Optional.of(gbp(amount)),
                Optional.of(START),
                Optional.of(UK),
                Optional.of(BillingModel.TIME_AND_MATERIALS),
                Optional.of("advisory"),
                Optional.of("STD"),
                Optional.empty(),
                Optional.empty(),
                sow,
                Optional.of(START),
                Optional.of(END),
                Optional.empty(),
                Optional.empty(),
                List.of(new Opportunity.Line(Optional.of(ADVICE), "Advice", BigDecimal.ONE, gbp(amount))));
    }

    public static Contract contract(Contract.Status status) {
        return new Contract(
                "T-1",
                "Rollout",
                ALDER,
                UK,
                CurrencyUnit.GBP,
                status,
                Optional.of(DEAL),
                Optional.of("net_30"),
                Optional.of("advisory"));
    }

    public static ContractVersion version(BillingModel model, List<ContractVersion.Instalment> schedule) {
        return new ContractVersion(
                CONTRACT,
                1,
                ContractVersion.Status.APPROVED,
                model,
                START,
                gbp("120000.00"),
                Optional.of(START),
                Optional.of(END),
                Optional.of("STD"),
                Optional.empty(),
                schedule,
                List.of());
    }

    /** Time and materials up to the cap from a day on. */
    public static ContractVersion capped(int number, LocalDate from, Optional<Money> cap) {
        return new ContractVersion(
                CONTRACT,
                number,
                ContractVersion.Status.APPROVED,
                BillingModel.TIME_AND_MATERIALS,
                from,
                gbp("120000.00"),
                Optional.of(START),
                Optional.of(END),
                Optional.of("STD"),
                cap,
                List.of(),
                List.of());
    }

    /** A managed service from a day on. */
    public static ContractVersion serviced(int number, LocalDate from, Optional<LocalDate> to, BillingTerm... terms) {
        return new ContractVersion(
                CONTRACT,
                number,
                ContractVersion.Status.APPROVED,
                BillingModel.MANAGED_SERVICE,
                from,
                gbp("120000.00"),
                Optional.of(from),
                to,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(terms));
    }

    /** Billed by the model and the terms from a day on. */
    public static ContractVersion agreed(
            int number, LocalDate from, Optional<LocalDate> to, BillingModel model, BillingTerm... terms) {
        return new ContractVersion(
                CONTRACT,
                number,
                ContractVersion.Status.APPROVED,
                model,
                from,
                gbp("120000.00"),
                Optional.empty(),
                to,
                Optional.of("STD"),
                Optional.empty(),
                List.of(),
                List.of(terms));
    }

    public static UsageRecord used(String meter, String day, String quantity) {
        return new UsageRecord(PROJECT, meter, LocalDate.parse(day), new BigDecimal(quantity), Optional.empty());
    }

    public static Project project() {
        return new Project(
                "Rollout",
                Project.Status.ACTIVE,
                Optional.of("P1"),
                Optional.of(CONTRACT),
                Optional.of(DEAL),
                Optional.of(ALDER),
                Optional.of(UK),
                Optional.of(BillingModel.TIME_AND_MATERIALS),
                Optional.of(CurrencyUnit.GBP),
                Optional.of(gbp("120000.00")),
                Optional.of("standard"),
                Optional.of("advisory"),
                Optional.of(START),
                Optional.of(END));
    }

    public static Resource person(String name, String role) {
        return new Resource(
                name,
                Resource.Kind.EMPLOYEE,
                Resource.Status.ACTIVE,
                Optional.empty(),
                Optional.of(name.replace(' ', '.') + "@firm.example"),
                Optional.of(role),
                Optional.empty(),
                Optional.empty(),
                Optional.of("London"),
                Optional.of(UK),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    public static TimeEntry hours(Ref<Resource> person, String day, String hours) {
        return hours(person, day, hours, Approval.APPROVED, true);
    }

    public static TimeEntry hours(Ref<Resource> person, String day, String hours, Approval approval, boolean billable) {
        return new TimeEntry(
                PROJECT,
                person,
                LocalDate.parse(day),
                new BigDecimal(hours),
                billable,
                approval,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Milestone milestone(String name, String amount, Milestone.Status status) {
        return new Milestone(
                PROJECT, name, gbp(amount), status, Optional.empty(), Optional.of(LocalDate.of(2026, 3, 31)));
    }

    public static Invoice invoice(Invoice.Status status, String outstanding) {
        return new Invoice(
                ALDER,
                status,
                LocalDate.of(2026, 4, 1),
                gbp("150.00"),
                Optional.of("INV-1"),
                Optional.of(UK),
                Optional.of(PROJECT),
                Optional.empty(),
                Optional.empty(),
                Optional.of(gbp(outstanding)));
    }
}
