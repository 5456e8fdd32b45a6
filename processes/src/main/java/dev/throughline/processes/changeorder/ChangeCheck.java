package dev.throughline.processes.changeorder;

import static dev.throughline.processes.Problem.Owner.DELIVERY_OPS;
import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;
import static dev.throughline.processes.Problem.Owner.SALES_OPS;

import dev.throughline.model.ContractVersion;
import dev.throughline.processes.Problem;
import dev.throughline.processes.changeorder.ChangeCheck.Result.Faulty;
import dev.throughline.processes.changeorder.ChangeCheck.Result.Ready;
import dev.throughline.processes.contractactivation.ActivationPolicy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Whether a version can be carried after the one that every system holds. */
final class ChangeCheck {
    private final Contracted known;
    private final Agreed carried;
    private final Agreed wanted;
    private final ContractVersion body;
    private final List<Problem> problems = new ArrayList<>();

    private ChangeCheck(Contracted known, Agreed carried, Agreed wanted) {
        this.known = known;
        this.carried = carried;
        this.wanted = wanted;
        this.body = wanted.body();
    }

    sealed interface Result {
        /** @param approval why a person must approve it first; empty when nobody must */
        record Ready(Change change, List<String> approval) implements Result {}

        record Faulty(List<Problem> problems) implements Result {}
    }

    static Result check(Contracted known, Agreed carried, Agreed wanted) {
        return new ChangeCheck(known, carried, wanted).check();
    }

    private Result check() {
        contract();
        number();
        if (currency()) {
            amounts();
        }
        dates();
        project();
        return problems.isEmpty()
                ? new Ready(
                        new Change(
                                known.contract(),
                                wanted,
                                known.projects().getFirst().ref()),
                        approval())
                : new Faulty(problems);
    }

    private void contract() {
        var status = known.contract().status();
        boolean open = switch (status) {
            case APPROVED, ACTIVE -> true;
            case DRAFT, CLOSED, CANCELLED -> false;
        };
        if (!open) {
            fault(
                    "CONTRACT_NOT_OPEN",
                    SALES_OPS,
                    "the contract is " + status,
                    "Open the contract again in sales, or withdraw the version");
        }
        var treatments = known.policy(ActivationPolicy.class).revenueTreatments();
        if (!treatments.containsKey(body.billingModel())) {
            fault(
                    "NO_TREATMENT",
                    FINANCE_OPS,
                    "policy revenueTreatments says nothing of " + body.billingModel(),
                    "State the revenue treatment of that billing model in the workspace");
        }
    }

    private void number() {
        if (wanted.number() < carried.number()) {
            fault(
                    "WITHDRAWN",
                    SALES_OPS,
                    "every system holds version %d, which is no longer approved".formatted(carried.number()),
                    "Approve version %d again, or what was agreed instead as a version with a higher number"
                            .formatted(carried.number()));
        }
        if (known.twice(wanted.number())) {
            fault(
                    "NUMBER_TWICE",
                    SALES_OPS,
                    "another approved version has that number",
                    "Withdraw one of the two, or give it the next number");
        }
    }

    private boolean currency() {
        var currency = known.contract().currency();
        var foreign = amountsOf(body)
                .map(Money::getCurrencyUnit)
                .filter(one -> !one.equals(currency))
                .findFirst();
        foreign.ifPresent(one -> fault(
                "CURRENCY",
                SALES_OPS,
                "it speaks of %s, and the contract is in %s".formatted(one, currency),
                "A contract keeps its currency: state the version in %s, or make another contract"
                        .formatted(currency)));
        return foreign.isEmpty();
    }

    private static Stream<Money> amountsOf(ContractVersion version) {
        return Stream.of(
                        Stream.of(version.value()),
                        version.notToExceed().stream(),
                        version.schedule().stream().map(ContractVersion.Instalment::amount))
                .flatMap(amounts -> amounts);
    }

    private void amounts() {
        CurrencyUnit currency = known.contract().currency();
        var billed = known.billed(currency);
        if (body.value().isNegative()) {
            fault("VALUE", SALES_OPS, "its value is " + body.value(), "State the value of the whole contract");
            return;
        }
        if (body.value().isLessThan(billed)) {
            fault(
                    "BELOW_BILLED",
                    FINANCE_OPS,
                    "%s is billed already, more than its value of %s".formatted(billed, body.value()),
                    "Credit the difference in finance first, or agree a higher value");
        }
        var planned = body.schedule().stream()
                .map(ContractVersion.Instalment::amount)
                .reduce(Money.zero(currency), Money::plus);
        if (planned.isGreaterThan(body.value())) {
            fault(
                    "SCHEDULE",
                    SALES_OPS,
                    "its instalments come to %s, more than its value of %s".formatted(planned, body.value()),
                    "Correct the instalments or the value in sales");
        }
    }

    private void dates() {
        body.endsOn().ifPresent(end -> {
            if (body.effectiveFrom().isAfter(end)
                    || body.startsOn().filter(end::isBefore).isPresent()) {
                dates("it ends on %s, before it begins".formatted(end));
            }
        });
        known.billing()
                .filter(earlier -> earlier.number() < wanted.number())
                .map(ContractVersion::effectiveFrom)
                .filter(body.effectiveFrom()::isBefore)
                .max(LocalDate::compareTo)
                .ifPresent(later -> dates(
                        "it takes effect on %s, and an earlier version only on %s, whose work would go on being billed by that one"
                                .formatted(body.effectiveFrom(), later)));
    }

    private void dates(String says) {
        fault("DATES", SALES_OPS, says, "Correct the dates of the version in sales");
    }

    private void project() {
        int projects = known.projects().size();
        if (projects != 1) {
            fault(
                    "PROJECT",
                    DELIVERY_OPS,
                    projects == 0
                            ? "delivery has no project for it"
                            : "delivery has %d projects for it, and nothing says how they share the budget"
                                    .formatted(projects),
                    projects == 0
                            ? "Open the project again in delivery"
                            : "Cancel all but one of them; or skip it, and set budgets and order by hand");
        }
    }

    private List<String> approval() {
        var reasons = new ArrayList<String>();
        var before = carried.body().value();
        if (before.isSameCurrency(body.value())) {
            var change = body.value().minus(before);
            if (known.policy(ChangeOrderPolicy.class).wantsApproval(change)) {
                reasons.add("policy wants approval of a change by " + change);
            }
        }
        IntStream.range(carried.number() + 1, wanted.number())
                .filter(number ->
                        known.versions().stream().noneMatch(one -> one.body().number() == number))
                .forEach(number -> reasons.add("version %d never came".formatted(number)));
        return reasons;
    }

    private void fault(String code, Problem.Owner owner, String says, String remedy) {
        problems.add(ChangeProblems.of(code, owner, wanted, says, remedy));
    }
}
