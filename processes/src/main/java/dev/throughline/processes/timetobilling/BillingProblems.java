package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.Problem.Owner.DELIVERY_OPS;
import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;
import static dev.throughline.processes.Problem.Owner.SALES_OPS;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CreditMemo;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.Invoice;
import dev.throughline.model.Lifecycle;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.Problem;
import dev.throughline.processes.projectlifecycle.LifecyclePolicy.OnCancel;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Why work is held, in words. One problem for each cause, not for each line: the lines behind it go on by themselves when it is mended. */
final class BillingProblems {
    static final String CHANGED_AFTER_BILLING = "WORK_CHANGED_AFTER_BILLING";

    static final String REPRICED = "BILLED_WORK_REPRICED";

    private static final String LOCKED = "BILLED_WORK_LOCKED";

    private static final String REPRICED_BUT_BLOCKED = "BILLED_WORK_KEEPS_PRICE";

    private static final String CREDIT_UNCLEAR = "CREDIT_NOT_MATCHED";

    private static final String CREDIT_REFUSED = "CREDIT_REFUSED";

    private static final String WRITE_OFF_WAITS = "WRITE_OFF_AWAITS_APPROVAL";

    /** Problems that no held line stands for: they close by what mends them. */
    static final Set<String> WITHOUT_LINES = Set.of(
            CHANGED_AFTER_BILLING,
            LOCKED,
            REPRICED_BUT_BLOCKED,
            BadWork.UNCOSTED,
            CREDIT_UNCLEAR,
            CREDIT_REFUSED,
            "CREDIT_TAKEN_BACK",
            WRITE_OFF_WAITS);

    static final String CAP_REACHED = "CONTRACT_CAP_REACHED";

    private BillingProblems() {}

    static Problem noContract(Ref<Project> project) {
        return Problem.of(
                "CONTRACT_MISSING",
                SALES_OPS,
                project,
                "Work on project %s cannot be billed: it has no contract".formatted(project),
                "Link the project to its contract");
    }

    static Problem notApproved(Stored<Contract> contract) {
        return Problem.of(
                "CONTRACT_NOT_APPROVED",
                SALES_OPS,
                contract.ref(),
                "Work under contract %s cannot be billed: neither it nor a version of it is approved"
                        .formatted(contract.body().number()),
                "Have the contract approved");
    }

    static Problem closed(Stored<Contract> contract) {
        return Problem.of(
                "CONTRACT_CLOSED",
                FINANCE_OPS,
                contract.ref(),
                "Work under contract %s cannot be billed: it is %s"
                        .formatted(contract.body().number(), contract.body().status()),
                "Reopen the contract, move the work to another project, or mark it as not billable");
    }

    static Problem projectOnHold(Terms terms, Lifecycle life) {
        return Problem.of(
                "PROJECT_ON_HOLD",
                DELIVERY_OPS,
                terms.projectRef(),
                "Work on project %s is not billed: it is on hold since %s: %s"
                        .formatted(terms.projectRef(), life.since(), life.reason()),
                "Release the project here or in delivery; held work goes on by itself");
    }

    static Problem projectCancelled(Terms terms, Lifecycle life, OnCancel onCancel) {
        return Problem.of(
                "PROJECT_CANCELLED",
                FINANCE_OPS,
                terms.projectRef(),
                "Work on project %s is not billed: it was cancelled on %s: %s"
                        .formatted(terms.projectRef(), life.since(), life.reason()),
                onCancel == OnCancel.PROPOSE_WRITE_OFF
                        ? "Approve writing it off; or reopen the project, bill the work, and cancel it again"
                        : "Reopen the project, bill the work, and cancel it again; or write it off; or mark it as not billable in delivery");
    }

    static Problem afterEnd(Terms terms, Lifecycle life) {
        boolean closed = life.stage() == Lifecycle.Stage.CLOSED;
        return Problem.of(
                closed ? "WORK_AFTER_CLOSE" : "WORK_AFTER_CANCELLATION",
                FINANCE_OPS,
                terms.projectRef(),
                "Work on project %s is not billed: it %s on %s"
                        .formatted(terms.projectRef(), closed ? "was closed" : "was cancelled", life.since()),
                "Reopen the project, move the work to another project, or mark it as not billable in delivery");
    }

    static Problem beforeStart(Ref<?> source, Stored<Contract> contract, LocalDate day) {
        return Problem.of(
                "WORK_BEFORE_CONTRACT_START",
                DELIVERY_OPS,
                source,
                "Work of %s on %s is before contract %s takes effect"
                        .formatted(source, day, contract.body().number()),
                "Correct the day or the project of the work, or have the contract dated back");
    }

    static Problem onHold(Ref<CustomerAccount> ref, CustomerAccount customer) {
        return Problem.of(
                "CUSTOMER_ON_CREDIT_HOLD",
                FINANCE_OPS,
                ref,
                "Work for customer %s is not billed while it is on credit hold".formatted(customer.name()),
                "Collect what is due and release the hold in finance");
    }

    static Problem.Key capKey(Ref<?> contract) {
        return new Problem.Key(CAP_REACHED, contract.id());
    }

    /** @param waits of the line told of; there may be more */
    static Problem capReached(Stored<Contract> contract, ContractVersion version, Terms.Cap cap, Money waits) {
        return Problem.of(
                        CAP_REACHED,
                        SALES_OPS,
                        contract.ref(),
                        "Contract %s may not be billed above %s%s by its version %d, and %s of that is left: work above it is held, in the order of its days"
                                .formatted(
                                        contract.body().number(),
                                        cap.most(),
                                        words(cap),
                                        version.number(),
                                        Money.zero(cap.most().getCurrencyUnit())),
                        "Agree a change order that raises the cap, or mark the work as not billable; held work goes on by itself")
                .atStake(waits);
    }

    private static String words(Terms.Cap cap) {
        var within = cap.within();
        var parts = Stream.of(
                        within.project().map(name -> "project '%s'".formatted(name)),
                        within.phase().map(name -> "phase '%s'".formatted(name)),
                        within.role().map(name -> "role '%s'".formatted(name)))
                .flatMap(Optional::stream)
                .toList();
        return parts.isEmpty() ? "" : " for " + String.join(", ", parts);
    }

    static Problem capCurrency(Stored<Contract> contract, Money cap) {
        return Problem.of(
                "CAP_CURRENCY_DIFFERS",
                SALES_OPS,
                contract.ref(),
                "Work under contract %s is not billed: a cap of it is in %s, but it bills in %s"
                        .formatted(
                                contract.body().number(),
                                cap.getCurrencyUnit(),
                                contract.body().currency()),
                "State the cap in %s".formatted(contract.body().currency()));
    }

    static Problem termCurrency(Stored<Contract> contract, String term, CurrencyUnit stated) {
        return Problem.of(
                "TERM_CURRENCY_DIFFERS",
                SALES_OPS,
                contract.ref(),
                "Work under contract %s is not billed: its term '%s' is in %s, but it bills in %s"
                        .formatted(
                                contract.body().number(),
                                term,
                                stated,
                                contract.body().currency()),
                "State the term in %s".formatted(contract.body().currency()));
    }

    static Problem termSpansProjects(Stored<Contract> contract, String term, int projects) {
        return Problem.of(
                "TERM_SPANS_PROJECTS",
                SALES_OPS,
                contract.ref(),
                "Work under contract %s is not billed: %d projects would share the balance or the tiers of its term '%s'"
                        .formatted(contract.body().number(), projects, term),
                "State the project that the term is for, or give each project a contract of its own");
    }

    static Problem retainerMissing(Stored<Contract> contract, ContractVersion version) {
        return Problem.of(
                "RETAINER_TERMS_MISSING",
                SALES_OPS,
                contract.ref(),
                "Version %d of contract %s is a retainer, but no term of it covers this work"
                        .formatted(version.number(), contract.body().number()),
                "State the fee and what it buys in the contract, or correct the billing model of work outside its scope");
    }

    static Problem meterNotPriced(Stored<Contract> contract, ContractVersion version, String meter) {
        return Problem.of(
                "METER_NOT_PRICED",
                SALES_OPS,
                contract.ref(),
                "Version %d of contract %s has no price for meter '%s'"
                        .formatted(version.number(), contract.body().number(), meter),
                "State its tiers in the contract, or correct the meter of the records");
    }

    static Problem usageWithoutTerms(Stored<Contract> contract, ContractVersion version) {
        return Problem.of(
                "USAGE_TERMS_MISSING",
                SALES_OPS,
                contract.ref(),
                "Version %d of contract %s bills use, but states no meter"
                        .formatted(version.number(), contract.body().number()),
                "State the meter and its tiers in the contract, or correct its billing model");
    }

    static Problem usedOutside(Ref<?> source, Stored<Contract> contract, LocalDate day) {
        return Problem.of(
                "USE_OUTSIDE_CONTRACT",
                SALES_OPS,
                source,
                "Use of %s on %s is outside the days of contract %s"
                        .formatted(source, day, contract.body().number()),
                "Agree an extension of the contract, or correct the day of the record");
    }

    static Problem serviceWithoutTerms(Stored<Contract> contract, ContractVersion version) {
        return Problem.of(
                "RECURRING_TERMS_MISSING",
                SALES_OPS,
                contract.ref(),
                "Version %d of contract %s is a managed service that states no recurring amount"
                        .formatted(version.number(), contract.body().number()),
                "State its amount and period in the contract, or correct its billing model");
    }

    static Problem rateMissing(Ref<?> resource, String role, String card, LocalDate day) {
        return Problem.of(
                "RATE_MISSING",
                FINANCE_OPS,
                resource,
                "Work of %s cannot be priced: %s has no rate for role '%s' on %s".formatted(resource, card, role, day),
                "Add the rate to the card, or correct the role of the person or of the entry");
    }

    static Problem rateAwaitsApproval(Ref<?> card, String code) {
        return Problem.of(
                "RATE_AWAITS_APPROVAL",
                FINANCE_OPS,
                card,
                "Rate card %s was changed and waits for approval, so its work is not priced".formatted(code),
                "Approve the rate card's own exception, or set the card back; the work then goes on by itself");
    }

    static Problem versionTwice(Stored<Contract> contract, LocalDate day) {
        return Problem.of(
                "VERSION_NUMBER_TWICE",
                SALES_OPS,
                contract.ref(),
                "Work on %s under contract %s cannot be billed: two versions of one number take effect on one day"
                        .formatted(day, contract.body().number()),
                "Withdraw one of the two, or give it the next number");
    }

    static Problem rateNegative(Ref<?> source, String where) {
        return Problem.of(
                "RATE_NEGATIVE",
                FINANCE_OPS,
                source,
                "%s cannot be priced: %s states a price below zero".formatted(source, where),
                "Correct the price");
    }

    static Problem cardTwice(Stored<RateCard> card, int cards) {
        return Problem.of(
                "RATE_CARD_CODE_TWICE",
                FINANCE_OPS,
                card.ref(),
                "Work cannot be priced: %d rate cards bear the code %s"
                        .formatted(cards, card.body().code()),
                "Give each card a code of its own, or withdraw all but one");
    }

    static Problem rateAmbiguous(Ref<?> card, String code, String role, LocalDate day) {
        return Problem.of(
                "RATE_AMBIGUOUS",
                FINANCE_OPS,
                card,
                "Rate card %s has two rates of equal right for role '%s' on %s".formatted(code, role, day),
                "End one of the two rates, or state more of its conditions");
    }

    static Problem otherCurrency(Ref<?> source, String what, Money amount, Stored<Contract> contract) {
        return Problem.of(
                        "CURRENCY_DIFFERS",
                        FINANCE_OPS,
                        source,
                        "%s is in %s, but contract %s bills in %s"
                                .formatted(
                                        what,
                                        amount.getCurrencyUnit(),
                                        contract.body().number(),
                                        contract.body().currency()),
                        "Enter it in %s, or mark it as not billable"
                                .formatted(contract.body().currency()))
                .atStake(amount);
    }

    static Problem amountDiffers(Ref<?> source, String name, Money says, Money agreed) {
        return Problem.of(
                        "MILESTONE_AMOUNT_DIFFERS",
                        DELIVERY_OPS,
                        source,
                        "Milestone '%s' is %s in delivery, but %s was agreed".formatted(name, says, agreed),
                        "Correct the amount in delivery, or agree a change order")
                .atStake(agreed);
    }

    static Problem changedAfterBilling(Ref<?> source, String change, Money billed) {
        return Problem.of(
                        CHANGED_AFTER_BILLING,
                        FINANCE_OPS,
                        source,
                        "%s was changed after it was billed: %s; what was billed stands".formatted(source, change),
                        "Decide whether the difference is billed or what was billed is kept, set the work back in delivery, or credit the invoice and bill the work again")
                .atStake(billed)
                .severe();
    }

    static Problem.Key changedKey(Ref<?> source) {
        return new Problem.Key(CHANGED_AFTER_BILLING, source.id());
    }

    /** What may have been said of a source that was changed after it was billed. */
    static List<Problem.Key> keysOfLateEdit(Ref<?> source) {
        return List.of(changedKey(source), new Problem.Key(LOCKED, source.id()));
    }

    static Problem lockedAfterBilling(Ref<?> source, String change, Money billed) {
        return Problem.of(
                        LOCKED,
                        DELIVERY_OPS,
                        source,
                        "%s was changed after it was billed: %s; by policy what was billed stands"
                                .formatted(source, change),
                        "Restore the record as it was billed; work that is missing is booked as work of its own")
                .atStake(billed);
    }

    /** One question, whatever the number of lines. @param difference what all of them come to more or less than what was billed */
    static Problem repriced(Ref<Project> project, int lines, Money difference) {
        return Problem.of(
                        REPRICED,
                        FINANCE_OPS,
                        project,
                        "Prices or terms of work billed on project %s were changed afterwards: %d lines come to %s against what was billed"
                                .formatted(project, lines, difference),
                        "Decide whether the difference is billed or what was billed is kept, or set prices and terms back")
                .atStake(difference)
                .severe();
    }

    static Problem.Key repricedKey(Ref<Project> project) {
        return new Problem.Key(REPRICED, project.id());
    }

    static Problem repricedButBlocked(Ref<Project> project, int lines) {
        return Problem.of(
                REPRICED_BUT_BLOCKED,
                FINANCE_OPS,
                project,
                "Prices or terms of work billed on project %s were changed afterwards; by policy %d lines stand as they were billed"
                        .formatted(project, lines),
                "Set prices and terms of those days back, or let them begin on a day of which nothing is billed");
    }

    static Problem.Key blockedKey(Ref<Project> project) {
        return new Problem.Key(REPRICED_BUT_BLOCKED, project.id());
    }

    static Problem creditUnclear(
            Ref<CreditMemo> memo, String number, Ref<Invoice> invoice, Money amount, Money billed) {
        return Problem.of(
                        CREDIT_UNCLEAR,
                        FINANCE_OPS,
                        memo,
                        "Credit memo %s takes %s off invoice %s, and nothing says off which of its lines, which come to %s"
                                .formatted(number, amount, invoice, billed),
                        "Apply it to the whole invoice or to the amount of one line in finance, or void it and have the work corrected in delivery")
                .atStake(amount);
    }

    static Problem.Key creditUnclearKey(Ref<CreditMemo> memo) {
        return new Problem.Key(CREDIT_UNCLEAR, memo.id());
    }

    static Problem creditGone(Ref<Invoice> invoice, String memo) {
        return Problem.of(
                        "CREDIT_TAKEN_BACK",
                        FINANCE_OPS,
                        invoice,
                        "Credit memo %s of invoice %s was taken back in finance, but its work is not credited any more: it may be billed twice"
                                .formatted(memo, invoice),
                        "Void the invoice, or credit it again")
                .severe();
    }

    static Problem creditRefused(Ref<Invoice> invoice, String code, String system, String says, Money amount) {
        return Problem.of(
                        CREDIT_REFUSED,
                        FINANCE_OPS,
                        invoice,
                        "%s refused the credit memo for invoice %s (%s): %s".formatted(system, invoice, code, says),
                        "Mend what it names, then ask for the credit again; the invoice stands as it was")
                .atStake(amount);
    }

    static Problem.Key creditRefusedKey(Ref<Invoice> invoice) {
        return new Problem.Key(CREDIT_REFUSED, invoice.id());
    }

    static Problem writeOffWaits(Ref<Project> project, Book.WriteOff proposal) {
        return Problem.of(
                        WRITE_OFF_WAITS,
                        FINANCE_OPS,
                        project,
                        "Write-off %d of %s on project %s, asked for by %s, waits for a second person: %s"
                                .formatted(
                                        proposal.number(),
                                        proposal.amount(),
                                        project,
                                        proposal.by(),
                                        proposal.reason()),
                        "Approve or reject write-off %d; who asked for it may not approve it"
                                .formatted(proposal.number()))
                .atStake(proposal.amount());
    }

    static Problem.Key writeOffKey(Ref<Project> project) {
        return new Problem.Key(WRITE_OFF_WAITS, project.id());
    }

    static Problem refused(String code, Ref<?> subject, String system, String says, Money amount) {
        return Problem.of(
                        code,
                        FINANCE_OPS,
                        subject,
                        "%s refused to invoice %s of it: %s".formatted(system, amount, says),
                        "Mend what it names, then retry; the held lines are billed again")
                .atStake(amount);
    }

    static Problem invoiceGone(String code, Ref<Invoice> invoice, String number, String how, Money amount) {
        return Problem.of(
                        code,
                        FINANCE_OPS,
                        invoice,
                        "Invoice %s was %s in finance; its lines are held".formatted(number, how),
                        "Retry to bill the lines again, or mark the work as not billable in delivery")
                .atStake(amount)
                .severe();
    }
}
