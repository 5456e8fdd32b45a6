package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.ledger.LineKind.EXPENSE;
import static dev.throughline.processes.ledger.LineKind.INSTALMENT;
import static dev.throughline.processes.ledger.LineKind.MILESTONE;
import static dev.throughline.processes.ledger.LineKind.TIME;

import dev.throughline.model.Approval;
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
import java.util.Optional;
import org.joda.money.Money;

/** Says where work belongs: the contract version in force on its day decides how it is billed. */
final class Judge {
    private static final int DESCRIPTION_MAX = 200;

    private final Facts facts;
    private final Terms terms;
    private final BillingPolicy policy;
    private final LocalDate today;

    Judge(Ref<Project> project, Facts facts, LocalDate today) {
        this.facts = facts;
        this.terms = Terms.of(project, facts);
        this.policy = facts.policy(BillingPolicy.class);
        this.today = today;
    }

    Terms terms() {
        return terms;
    }

    Verdict judge(Source source) {
        return switch (source) {
            case Source.Time time -> time(time);
            case Source.Spent spent -> expense(spent);
            case Source.Reached reached -> milestone(reached);
            case Source.Due due -> instalment(due);
        };
    }

    private Verdict time(Source.Time time) {
        var entry = time.entry();
        if (entry.approval() != Approval.APPROVED) {
            return new Nowhere("it is " + entry.approval());
        }
        var person = facts.get(entry.resource());
        var draft = new LineDraft(time, TIME, entry.workedOn(), entry.hours(), text(entry.note(), person));
        if (!entry.billable()) {
            return nonBillable(draft, "delivery marked it as not billable");
        }
        return agreed(draft, (contract, version) -> switch (version.billingModel()) {
            case TIME_AND_MATERIALS -> priced(draft, time, person, contract, version);
            case MILESTONE -> nonBillable(draft, "the contract bills milestones, not time");
            case FIXED_FEE -> nonBillable(draft, "the contract bills a fixed fee, not time");
            case MANAGED_SERVICE -> serviced(draft, contract, version);
            case RETAINER, USAGE ->
                held(draft, zero(), BillingProblems.modelNotBilled(contract, version.billingModel()));
        });
    }

    private Verdict serviced(LineDraft draft, Stored<Contract> contract, ContractVersion version) {
        return version.terms().isEmpty()
                ? held(draft, zero(), BillingProblems.serviceWithoutTerms(contract, version))
                : nonBillable(draft, "the contract bills a recurring amount, not work");
    }

    private Verdict priced(
            LineDraft draft,
            Source.Time time,
            Optional<Resource> person,
            Stored<Contract> contract,
            ContractVersion version) {
        var pricing = new Pricing(facts, policy, terms.legalEntity(), contract);
        return switch (pricing.price(time, person, version)) {
            case Unpriced(var problem) -> held(draft, zero(), problem);
            case Priced(var rate, var words) -> {
                var detailed = draft.priced(
                        words,
                        new Detail(
                                rate,
                                person.map(Resource::name)
                                        .orElse(time.entry().resource().id()),
                                pricing.role(time, person),
                                task(time),
                                "",
                                person.flatMap(Resource::department)));
                var amount = rate.multipliedBy(time.entry().hours(), RoundingMode.HALF_UP);
                yield amount.isZero() ? nonBillable(detailed, "its price is zero") : open(detailed, amount);
            }
        };
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
                        text(expense.note().or(() -> Optional.of(expense.category())), facts.get(expense.resource())))
                .priced("as spent", new Detail(expense.amount(), "", "", "", expense.category(), Optional.empty()));
        if (!expense.billable()) {
            return nonBillable(draft, "delivery marked it as not billable");
        }
        return agreed(draft, (contract, _) -> {
            if (!expense.amount().getCurrencyUnit().equals(contract.body().currency())) {
                return held(
                        draft,
                        expense.amount(),
                        BillingProblems.otherCurrency(
                                spent.ref(), "Expense " + spent.ref(), expense.amount(), contract));
            }
            return expense.amount().isZero() ? nonBillable(draft, "it is zero") : open(draft, expense.amount());
        });
    }

    private Verdict milestone(Source.Reached reached) {
        var milestone = reached.milestone();
        if (!bills(milestone.status())) {
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
            return switch (version.billingModel()) {
                case TIME_AND_MATERIALS -> nonBillable(draft, "the contract bills time, not milestones");
                case MILESTONE, FIXED_FEE ->
                    part.filter(one -> !one.amount().equals(milestone.amount()))
                            .<Verdict>map(one -> held(
                                    draft,
                                    zero(),
                                    BillingProblems.amountDiffers(
                                            reached.ref(), milestone.name(), milestone.amount(), one.amount())))
                            .orElseGet(() -> agreedAmount(draft, milestone.amount(), contract));
                case MANAGED_SERVICE -> serviced(draft, contract, version);
                case RETAINER, USAGE ->
                    held(draft, zero(), BillingProblems.modelNotBilled(contract, version.billingModel()));
            };
        });
    }

    private boolean bills(Milestone.Status status) {
        return switch (status) {
            case PLANNED, CANCELLED -> false;
            case COMPLETED -> policy.milestoneBills() == BillingPolicy.MilestoneBills.COMPLETED;
            case APPROVED -> true;
        };
    }

    private LocalDate day(Milestone milestone) {
        return milestone.completedOn().or(milestone::dueOn).orElse(today);
    }

    private Verdict instalment(Source.Due due) {
        var instalment = due.instalment();
        var draft = agreedPrice(due, INSTALMENT, due.dueOn(), instalment.name(), instalment.amount());
        return agreed(draft, (contract, _) -> agreedAmount(draft, instalment.amount(), contract));
    }

    private Verdict agreedAmount(LineDraft draft, Money amount, Stored<Contract> contract) {
        if (!amount.getCurrencyUnit().equals(contract.body().currency())) {
            var ref = draft.source().ref();
            return held(draft, zero(), BillingProblems.otherCurrency(ref, draft.description(), amount, contract));
        }
        return amount.isZero() ? nonBillable(draft, "its amount is zero") : open(draft, amount);
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
        var barred = capProblem();
        if (barred.isPresent()) {
            return held(draft, amount, barred.get());
        }
        var onHold = terms.customer().filter(CustomerAccount::creditHold);
        return onHold.<Verdict>map(customer -> held(
                        draft,
                        amount,
                        BillingProblems.onHold(terms.customerRef().orElseThrow(), customer)))
                .orElseGet(() -> placed(draft, Place.UNBILLED, amount, draft.pricing(), Optional.empty()));
    }

    /** A cap that cannot be kept holds the work: nothing is billed on the hope that it will do. */
    private Optional<Problem> capProblem() {
        var cap = terms.capping(today).flatMap(ContractVersion::notToExceed);
        if (cap.isEmpty()) {
            return Optional.empty();
        }
        var contract = terms.contract().orElseThrow();
        if (!cap.get().getCurrencyUnit().equals(contract.body().currency())) {
            return Optional.of(BillingProblems.capCurrency(contract, cap.get()));
        }
        int projects = terms.sharing(facts);
        return projects > 1 ? Optional.of(BillingProblems.capSpansProjects(contract, projects)) : Optional.empty();
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
                draft.pricing());
        return new Placed(line, place, draft.quantity(), amount, cause, draft.detail(zero()), problem);
    }

    private Money zero() {
        return Money.zero(terms.currency());
    }

    private static String text(Optional<String> note, Optional<Resource> person) {
        var text = person.map(
                        one -> one.name() + note.map(words -> ": " + words).orElse(""))
                .orElse(note.orElse(""));
        return text.length() <= DESCRIPTION_MAX ? text : text.substring(0, DESCRIPTION_MAX - 1) + "…";
    }
}
