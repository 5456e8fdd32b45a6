package dev.throughline.processes.projectlifecycle;

import static dev.throughline.processes.Problem.Owner.DELIVERY_OPS;
import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;

import dev.throughline.model.Invoice;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Place;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What stands in the way of closing a project, each with its reason. */
record Closing(Ref<Project> ref, Facts facts) {
    private static final LocalDate EVER = LocalDate.of(9999, 12, 31);

    List<Problem> problems() {
        return facts.policy(LifecyclePolicy.class).closeNeeds().stream()
                .distinct()
                .map(this::problem)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Problem> problem(LifecyclePolicy.Need need) {
        return switch (need) {
            case BILLED -> unbilled();
            case MILESTONES -> milestones();
            case PAID -> unpaid();
        };
    }

    private Optional<Problem> unbilled() {
        int lines = facts.openLines(ref, EVER).size();
        var posting = at(Place.POSTING);
        return lines == 0 && posting.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Problem.of(
                                "CLOSE_WORK_NOT_BILLED",
                                FINANCE_OPS,
                                ref,
                                "Project %s cannot be closed: %d lines stand unbilled or held%s"
                                        .formatted(
                                                ref,
                                                lines,
                                                posting.map(" and %s is being posted"::formatted)
                                                        .orElse("")),
                                "Bill them, or mend what holds them; it is closed then by itself. Skip it to keep the project open"));
    }

    private Optional<Problem> milestones() {
        var names = facts.find(Milestone.class, "Milestone.project", ref.id()).stream()
                .map(Stored::body)
                .filter(milestone -> milestone.status() == Milestone.Status.PLANNED)
                .map(Milestone::name)
                .sorted()
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Problem.of(
                                "CLOSE_MILESTONES_OPEN",
                                DELIVERY_OPS,
                                ref,
                                "Project %s cannot be closed: milestones are planned still: %s"
                                        .formatted(ref, String.join(", ", names)),
                                "Complete or cancel them in delivery; it is closed then by itself. Skip it to keep the project open"));
    }

    private Optional<Problem> unpaid() {
        var open = facts.find(Invoice.class, "Invoice.project", ref.id()).stream()
                .map(Stored::body)
                .filter(Closing::open)
                .map(invoice -> invoice.number().orElse("without a number"))
                .sorted()
                .toList();
        var billed = at(Place.BILLED);
        return open.isEmpty() && billed.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "CLOSE_INVOICES_UNPAID",
                        FINANCE_OPS,
                        ref,
                        "Project %s cannot be closed: not all of it is paid%s%s"
                                .formatted(
                                        ref,
                                        billed.map(", %s of its lines is open"::formatted)
                                                .orElse(""),
                                        open.isEmpty() ? "" : ", invoices " + String.join(", ", open)),
                        "Collect or credit them; it is closed then by itself. Skip it to keep the project open"));
    }

    private static boolean open(Invoice invoice) {
        return switch (invoice.status()) {
            case DRAFT, PENDING_APPROVAL, OPEN -> true;
            case PAID, REJECTED, VOIDED -> false;
        };
    }

    /** What stands in the place, unless nothing does. */
    private Optional<Money> at(Place place) {
        return currency()
                .map(currency -> facts.totals(ref, currency).stream()
                        .filter(total -> total.place() == place)
                        .map(Facts.Total::amount)
                        .reduce(Money.zero(currency), Money::plus))
                .filter(sum -> !sum.isZero());
    }

    private Optional<CurrencyUnit> currency() {
        return new Contracted(ref, facts)
                .contract()
                .map(contract -> contract.body().currency())
                .or(() -> facts.get(ref).flatMap(Project::currency));
    }
}
