package dev.throughline.processes.financialfeedback;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.Invoice;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.ReportCreditHold;
import dev.throughline.model.command.Command.ReportInvoice;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.publishing.Publisher;
import dev.throughline.processes.publishing.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Sales and delivery see invoices, payments and credit holds as finance has them. One instance for each invoice and each customer, by canonical id. */
public final class FinancialFeedback extends Publisher {
    public static final String TYPE = "financial-feedback";

    public FinancialFeedback() {
        super(TYPE);
    }

    @Override
    protected Set<String> keys(ObjectChanged changed, Facts facts) {
        boolean ofFinance = changed.type() == CanonicalType.INVOICE || changed.type() == CanonicalType.CUSTOMER_ACCOUNT;
        return ofFinance && changed.after().isPresent() ? Set.of(changed.ref().id()) : Set.of();
    }

    @Override
    protected Set<String> keys(Request.SyncInvoiceStatus asked) {
        return Set.of(asked.invoice().id());
    }

    @Override
    protected List<Wanted> wanted(String key, CanonicalEvent event, Facts facts, Predicate<String> told) {
        var policy = facts.policy(FeedbackPolicy.class);
        return CanonicalType.ofId(key) == CanonicalType.INVOICE
                ? invoice(new Ref<>(key), policy, facts)
                : hold(new Ref<>(key), policy, facts, told);
    }

    /** Only an invoice that finance has numbered is worth showing. */
    private static List<Wanted> invoice(Ref<Invoice> ref, FeedbackPolicy policy, Facts facts) {
        var invoice = facts.get(ref);
        var project = invoice.flatMap(known -> project(ref, known, facts));
        if (project.isEmpty() || invoice.get().number().isEmpty()) {
            return List.of();
        }
        var wanted = new ArrayList<Wanted>();
        var projectRef = project.get();
        if (policy.invoicesToDelivery()) {
            var sums = Sums.of(invoice.get(), invoices(List.of(projectRef), facts));
            wanted.add(Wanted.of(report(Role.PSA, projectRef, ref, invoice.get(), sums)));
        }
        var deal = facts.get(projectRef).flatMap(Project::opportunity);
        if (policy.invoicesToSales() && deal.isPresent()) {
            var projects = facts
                    .find(Project.class, "Project.opportunity", deal.get().id())
                    .stream()
                    .map(Stored::ref)
                    .toList();
            var sums = Sums.of(invoice.get(), invoices(projects, facts));
            wanted.add(Wanted.of(report(Role.CRM, deal.get(), ref, invoice.get(), sums)));
        }
        return wanted;
    }

    /** Finance may not say which project an invoice is for; the lines on it do. */
    private static Optional<Ref<Project>> project(Ref<Invoice> ref, Invoice invoice, Facts facts) {
        return invoice.project()
                .or(() -> facts.linesOn(ref).stream()
                        .findFirst()
                        .map(line -> line.line().project()));
    }

    private static List<Invoice> invoices(List<Ref<Project>> projects, Facts facts) {
        return projects.stream()
                .flatMap(project -> facts.find(Invoice.class, "Invoice.project", project.id()).stream())
                .map(Stored::body)
                .toList();
    }

    private static ReportInvoice report(Role target, Ref<?> subject, Ref<Invoice> ref, Invoice invoice, Sums sums) {
        return new ReportInvoice(
                target,
                subject,
                ref,
                invoice.number().orElseThrow(),
                invoice.status().name(),
                invoice.invoicedOn(),
                invoice.total(),
                Sums.outstanding(invoice),
                sums.invoiced(),
                sums.paid(),
                invoice.legalEntity());
    }

    /** That a customer is not on hold is news only after it was. */
    private static List<Wanted> hold(
            Ref<CustomerAccount> ref, FeedbackPolicy policy, Facts facts, Predicate<String> told) {
        var customer = facts.get(ref);
        if (customer.isEmpty()) {
            return List.of();
        }
        boolean hold = customer.get().creditHold();
        var entity = customer.get().legalEntity();
        Stream<Ref<?>> projects = policy.holdsToDelivery() ? projects(ref, facts) : Stream.empty();
        Stream<Command> sales = policy.holdsToSales()
                ? Stream.of(new ReportCreditHold(Role.CRM, ref, ref, hold, entity))
                : Stream.empty();
        Stream<Command> delivery = projects.map(project -> new ReportCreditHold(Role.PSA, project, ref, hold, entity));
        return Stream.concat(sales, delivery)
                .map(Wanted::of)
                .filter(wanted -> hold || told.test(wanted.topic()))
                .toList();
    }

    private static Stream<Ref<?>> projects(Ref<CustomerAccount> customer, Facts facts) {
        return facts.find(Project.class, "Project.customer", customer.id()).stream()
                .filter(project -> runs(project.body().status()))
                .filter(project -> facts.existsIn(Role.PSA, project.ref()))
                .map(Stored::ref);
    }

    private static boolean runs(Project.Status status) {
        return switch (status) {
            case PLANNED, ACTIVE, ON_HOLD -> true;
            case COMPLETED, CANCELLED -> false;
        };
    }

    @Override
    protected Problem.Owner owner(Command command) {
        return Problem.Owner.INTEGRATION;
    }
}
