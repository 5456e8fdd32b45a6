package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.ledger.LineKind.CHARGE;
import static dev.throughline.processes.ledger.LineKind.EXPENSE;
import static dev.throughline.processes.ledger.LineKind.INSTALMENT;
import static dev.throughline.processes.ledger.LineKind.MILESTONE;
import static dev.throughline.processes.ledger.LineKind.TIME;
import static dev.throughline.processes.ledger.LineKind.USAGE;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingTerm.Buys;
import dev.throughline.model.BillingTerm.Retainer;
import dev.throughline.model.BillingTerm.Usage;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.Stored;
import dev.throughline.model.WbsElement;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.SourceLine;
import dev.throughline.processes.timetobilling.Pricing.Priced;
import dev.throughline.processes.timetobilling.Pricing.Unpriced;
import dev.throughline.processes.timetobilling.Verdict.Detail;
import dev.throughline.processes.timetobilling.Verdict.Nowhere;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.joda.money.Money;

/** Says where work belongs: the contract version in force on its day decides how it is billed. */
final class Judge {
    static final String NOT_BILLABLE = "delivery marked it as not billable";

    private final Facts facts;
    private final Terms terms;
    private final Exchange exchange;
    private final BillingPolicy policy;
    private final LocalDate today;
    private final PriceList prices;
    private final Optional<Problem> capProblem;

    Judge(
            Ref<Project> project,
            Facts facts,
            LocalDate today,
            Function<Ref<?>, List<OpenLine>> standing,
            Supplier<LocalDate> invoiceDay) {
        this.facts = facts;
        this.terms = Terms.of(project, facts);
        this.exchange = new Exchange(facts, terms, standing, invoiceDay);
        this.policy = facts.policy(BillingPolicy.class, terms.legalEntity());
        this.today = today;
        this.prices = new PriceList(facts);
        this.capProblem = capProblem(terms, today);
    }

    Terms terms() {
        return terms;
    }

    BillingPolicy policy() {
        return policy;
    }

    Verdict judge(Source source) {
        return switch (source) {
            case Source.Time time -> time(time);
            case Source.Spent spent -> expense(spent);
            case Source.Reached reached -> milestone(reached);
            case Source.Due due -> instalment(due);
            case Source.Used used -> use(used);
            case Source.Charge charge -> charge(charge);
        };
    }

    private Verdict time(Source.Time time) {
        var entry = time.entry();
        if (entry.approval() != Approval.APPROVED) {
            return new Nowhere("it is " + entry.approval());
        }
        var person = facts.get(entry.resource());
        var role = entry.role().or(() -> person.flatMap(Resource::role)).orElse("");
        var draft = new LineDraft(time, TIME, entry.workedOn(), entry.hours(), LineDraft.text(entry.note(), person))
                .within(Phases.of(entry.task(), facts), role);
        if (!entry.billable()) {
            return nonBillable(draft, NOT_BILLABLE);
        }
        var uncosted = new BadWork(facts).costUnknown(time);
        if (uncosted.isPresent()) {
            return held(draft, zero(), uncosted.get());
        }
        return agreed(
                draft,
                (contract, version) -> new Coverage(version, terms)
                        .retainer(draft.phase(), draft.role())
                        .map(retainer -> retained(draft, time, person, contract, version, retainer))
                        .orElseGet(() -> byModel(draft, time, person, contract, version)));
    }

    private Verdict byModel(
            LineDraft draft,
            Source.Time time,
            Optional<Resource> person,
            Stored<Contract> contract,
            ContractVersion version) {
        return switch (version.billingModel()) {
            case TIME_AND_MATERIALS ->
                priced(draft, time, person, contract, version, (rate, words) -> timed(draft.priced(words, rate), time));
            case MILESTONE -> nonBillable(draft, "the contract bills milestones, not time");
            case FIXED_FEE -> nonBillable(draft, "the contract bills a fixed fee, not time");
            case MANAGED_SERVICE -> serviced(draft, contract, version);
            case RETAINER -> held(draft, zero(), BillingProblems.retainerMissing(contract, version));
            case USAGE -> metered(draft, contract, version);
        };
    }

    private Verdict serviced(LineDraft draft, Stored<Contract> contract, ContractVersion version) {
        return version.terms().stream().noneMatch(Terms::bills)
                ? held(draft, zero(), BillingProblems.serviceWithoutTerms(contract, version))
                : nonBillable(draft, "the contract bills a recurring amount, not work");
    }

    private Verdict metered(LineDraft draft, Stored<Contract> contract, ContractVersion version) {
        return version.terms().stream().noneMatch(Usage.class::isInstance)
                ? held(draft, zero(), BillingProblems.usageWithoutTerms(contract, version))
                : nonBillable(draft, "the contract bills use, not work");
    }

    private Verdict priced(
            LineDraft draft,
            Source.Time time,
            Optional<Resource> person,
            Stored<Contract> contract,
            ContractVersion version,
            BiFunction<Detail, String, Verdict> atPrice) {
        var pricing = new Pricing(prices, policy, terms.legalEntity(), contract, exchange);
        return switch (pricing.price(time, person, version)) {
            case Unpriced(var problem) -> held(draft, zero(), problem);
            case Priced(var rate, var words, var converted) ->
                atPrice.apply(detail(time, person, draft.role(), rate).at(rate, converted), words);
        };
    }

    private Detail detail(Source.Time time, Optional<Resource> person, String role, Money rate) {
        return new Detail(
                rate,
                person.map(Resource::name).orElse(time.entry().resource().id()),
                role,
                task(time),
                "",
                person.flatMap(Resource::department));
    }

    private Verdict timed(LineDraft draft, Source.Time time) {
        var amount = draft.detail(zero()).rate().multipliedBy(time.entry().hours(), RoundingMode.HALF_UP);
        return amount.isZero() ? nonBillable(draft, "its price is zero") : open(draft, amount);
    }

    /** Covered, whole: what of it goes beyond the balance is only known when its period is over, and is charged then. */
    private Verdict retained(
            LineDraft draft,
            Source.Time time,
            Optional<Resource> person,
            Stored<Contract> contract,
            ContractVersion version,
            Retainer retainer) {
        var barred = new TermCheck(terms, facts).barred(contract, retainer);
        if (barred.isPresent()) {
            return held(draft, zero(), barred.get());
        }
        var words = "version %d, covered by retainer '%s'".formatted(version.number(), retainer.name());
        boolean needsPrice =
                retainer.buys() instanceof Buys.Worth || retainer.overUse().isEmpty();
        if (needsPrice) {
            return priced(
                    draft,
                    time,
                    person,
                    contract,
                    version,
                    (detail, how) ->
                            covered(draft.priced(words + how.substring(how.indexOf(',')), detail.coveredBy(retainer))));
        }
        return covered(
                draft.priced(words, detail(time, person, draft.role(), zero()).coveredBy(retainer)));
    }

    private Verdict covered(LineDraft draft) {
        var ended = new Stopped(terms, facts).tooLate(draft);
        if (ended.isPresent()) {
            return held(draft, zero(), ended.get());
        }
        return placed(draft, Place.COVERED, zero(), draft.pricing(), Optional.empty());
    }

    private Verdict use(Source.Used used) {
        var record = used.record();
        if (record.quantity().signum() == 0) {
            return new Nowhere("nothing was used");
        }
        var draft = new LineDraft(
                used,
                USAGE,
                record.usedOn(),
                record.quantity(),
                LineDraft.text(
                        Optional.of(record.note()
                                .map(note -> record.meter() + ": " + note)
                                .orElse(record.meter())),
                        Optional.empty()));
        return agreed(
                draft,
                (contract, version) -> new Coverage(version, terms)
                        .usage(record.meter())
                        .map(usage -> metered(draft, contract, version, usage))
                        .orElseGet(() -> held(
                                draft, zero(), BillingProblems.meterNotPriced(contract, version, record.meter()))));
    }

    private Verdict metered(LineDraft draft, Stored<Contract> contract, ContractVersion version, Usage usage) {
        if (new Calendar(terms.versions()).inForce(draft.day()).isEmpty()) {
            var outside = BillingProblems.usedOutside(draft.source().ref(), contract, draft.day());
            return held(draft, zero(), outside);
        }
        return new TermCheck(terms, facts)
                .barred(contract, usage)
                .map(problem -> held(draft, zero(), problem))
                .orElseGet(() -> covered(draft.priced(
                        "version %d, use of meter '%s' by term '%s'"
                                .formatted(version.number(), usage.meter(), usage.name()),
                        draft.detail(zero()).coveredBy(usage))));
    }

    private Verdict charge(Source.Charge charge) {
        if (charge.amount().isZero()) {
            return new Nowhere("its period comes to what is billed");
        }
        var draft = new LineDraft(
                        charge,
                        CHARGE,
                        charge.last(),
                        BigDecimal.ONE,
                        LineDraft.text(Optional.of(charge.description()), Optional.empty()))
                .priced(charge.words(), new Detail(charge.amount(), "", "", "", "", Optional.empty()));
        return agreed(draft, (contract, _) -> agreedAmount(draft, charge.amount(), contract));
    }

    private String task(Source.Time time) {
        return time.entry().task().flatMap(facts::get).map(WbsElement::name).orElse("");
    }

    private Verdict expense(Source.Spent spent) {
        var expense = spent.expense();
        if (expense.approval() != Approval.APPROVED) {
            return new Nowhere("it is " + expense.approval());
        }
        var draft = new LineDraft(
                        spent,
                        EXPENSE,
                        expense.spentOn(),
                        BigDecimal.ONE,
                        LineDraft.text(
                                expense.note().or(() -> Optional.of(expense.category())),
                                facts.get(expense.resource())))
                .priced("as spent", new Detail(expense.amount(), "", "", "", expense.category(), Optional.empty()));
        if (!expense.billable()) {
            return nonBillable(draft, NOT_BILLABLE);
        }
        return agreed(draft, (contract, _) -> inContractsCurrency(draft, expense.amount(), contract));
    }

    private Verdict inContractsCurrency(LineDraft draft, Money amount, Stored<Contract> contract) {
        return switch (exchange.into(contract, amount, draft.source().ref(), draft.day())) {
            case Exchange.Same(var same) -> worth(draft, same);
            case Exchange.Done(var converted) -> worth(draft.from(converted), converted.amount());
            case Exchange.Barred(var problem) -> held(draft, amount, problem);
        };
    }

    private Verdict worth(LineDraft draft, Money amount) {
        return amount.isZero() ? nonBillable(draft, "its amount is zero") : open(draft, amount);
    }

    private Verdict milestone(Source.Reached reached) {
        var milestone = reached.milestone();
        if (!policy.bills(milestone.status())) {
            return new Nowhere("it is " + milestone.status());
        }
        var draft = agreedPrice(reached, MILESTONE, day(milestone), milestone.name(), milestone.amount());
        return agreed(draft, (contract, version) -> {
            var part = version.schedule().stream()
                    .filter(one -> one.name().equals(milestone.name()))
                    .findFirst();
            if (part.flatMap(ContractVersion.Instalment::dueOn).isPresent()) {
                return nonBillable(draft, "the contract bills it on its day as an instalment");
            }
            if (part.isPresent()) {
                return part.filter(one -> !one.amount().equals(milestone.amount()))
                        .<Verdict>map(one -> held(
                                draft,
                                zero(),
                                BillingProblems.amountDiffers(
                                        reached.ref(), milestone.name(), milestone.amount(), one.amount())))
                        .orElseGet(() -> inContractsCurrency(draft, milestone.amount(), contract));
            }
            return switch (version.billingModel()) {
                case MILESTONE, FIXED_FEE ->
                    new BadWork(facts)
                            .milestone(reached, contract, version)
                            .map(problem -> held(draft, zero(), problem))
                            .orElseGet(() -> inContractsCurrency(draft, milestone.amount(), contract));
                case TIME_AND_MATERIALS -> nonBillable(draft, "the contract bills time, not this milestone");
                case RETAINER -> nonBillable(draft, "the contract bills a retainer, not this milestone");
                case MANAGED_SERVICE -> serviced(draft, contract, version);
                case USAGE -> metered(draft, contract, version);
            };
        });
    }

    private LocalDate day(Milestone milestone) {
        return milestone.completedOn().or(milestone::dueOn).orElse(today);
    }

    private Verdict instalment(Source.Due due) {
        var instalment = due.instalment();
        var draft = agreedPrice(due, INSTALMENT, due.dueOn(), instalment.name(), instalment.amount());
        return agreed(
                draft,
                (contract, _) -> instalment.amount().isNegative()
                        ? held(draft, zero(), BadWork.amountNegative(due.ref(), instalment.name()))
                        : agreedAmount(draft, instalment.amount(), contract));
    }

    private Verdict agreedAmount(LineDraft draft, Money amount, Stored<Contract> contract) {
        if (!amount.getCurrencyUnit().equals(contract.body().currency())) {
            var ref = draft.source().ref();
            return held(draft, zero(), BillingProblems.otherCurrency(ref, draft.description(), amount, contract));
        }
        return worth(draft, amount);
    }

    private static LineDraft agreedPrice(Source source, LineKind kind, LocalDate day, String name, Money amount) {
        return new LineDraft(source, kind, day, BigDecimal.ONE, name)
                .priced("as agreed", new Detail(amount, "", "", "", name, Optional.empty()));
    }

    /** Holds the work unless there is an agreement that bills its day. */
    private Verdict agreed(LineDraft draft, ByTerms byTerms) {
        if (terms.contract().isEmpty()) {
            return held(draft, zero(), BillingProblems.noContract(terms.projectRef()));
        }
        var contract = terms.contract().get();
        switch (contract.body().status()) {
            case CLOSED, CANCELLED -> {
                return held(draft, zero(), BillingProblems.closed(contract));
            }
            case DRAFT -> {
                return held(draft, zero(), BillingProblems.notApproved(contract));
            }
            case APPROVED, ACTIVE -> {}
        }
        if (terms.versions().isEmpty()) {
            return held(draft, zero(), BillingProblems.notApproved(contract));
        }
        if (terms.tied(draft.day())) {
            return held(draft, zero(), BillingProblems.versionTwice(contract, draft.day()));
        }
        return terms.inForce(draft.day())
                .map(version -> byTerms.judge(contract, version))
                .orElseGet(() -> held(
                        draft,
                        zero(),
                        BillingProblems.beforeStart(draft.source().ref(), contract, draft.day())));
    }

    private interface ByTerms {
        Verdict judge(Stored<Contract> contract, ContractVersion version);
    }

    private Verdict open(LineDraft draft, Money amount) {
        var cutOver = facts.policy(CutOverPolicy.class);
        if (cutOver.covers(draft.day())) {
            return placed(draft, Place.BILLED, amount, cutOver.words(), Optional.empty());
        }
        var stopped = new Stopped(terms, facts).problem(draft);
        if (stopped.isPresent()) {
            return held(draft, amount, stopped.get());
        }
        if (capProblem.isPresent()) {
            return held(draft, amount, capProblem.get());
        }
        var onHold = terms.customer().filter(CustomerAccount::creditHold);
        return onHold.<Verdict>map(customer -> held(
                        draft,
                        amount,
                        BillingProblems.onHold(terms.customerRef().orElseThrow(), customer)))
                .orElseGet(() -> placed(draft, Place.UNBILLED, amount, draft.pricing(), Optional.empty()));
    }

    /** A cap that cannot be kept holds the work: nothing is billed on the hope that it will do. */
    private static Optional<Problem> capProblem(Terms terms, LocalDate today) {
        return terms.contract()
                .flatMap(contract -> terms.caps(today).stream()
                        .map(Terms.Cap::most)
                        .filter(most ->
                                !most.getCurrencyUnit().equals(contract.body().currency()))
                        .findFirst()
                        .map(most -> BillingProblems.capCurrency(contract, most)));
    }

    private Verdict nonBillable(LineDraft draft, String because) {
        return placed(draft, Place.NON_BILLABLE, zero(), because, Optional.empty());
    }

    private Verdict held(LineDraft draft, Money amount, Problem problem) {
        return placed(draft, Place.HELD, amount, problem.code(), Optional.of(problem));
    }

    private Placed placed(LineDraft draft, Place place, Money amount, String cause, Optional<Problem> problem) {
        var line = new SourceLine(
                draft.source().ref(),
                draft.kind(),
                draft.source().project(),
                terms.contractRef(),
                terms.customerRef(),
                terms.legalEntity(),
                draft.day(),
                draft.description(),
                draft.pricing(),
                draft.phase(),
                draft.role(),
                draft.known().flatMap(Detail::converted));
        return new Placed(line, place, draft.quantity(), amount, cause, draft.detail(zero()), problem);
    }

    private Money zero() {
        return Money.zero(terms.currency());
    }
}
