package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Lifecycle;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Scope;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What was agreed for a project, as far as it is known. */
record Terms(
        Ref<Project> projectRef,
        Optional<Project> project,
        Optional<Stored<Contract>> contract,
        List<ContractVersion> versions,
        Optional<CustomerAccount> customer) {
    /** Stands where no currency is known yet; no amount but zero is ever held in it. */
    private static final CurrencyUnit NO_CURRENCY = CurrencyUnit.of("XXX");

    static Terms of(Ref<Project> projectRef, Facts facts) {
        var project = facts.get(projectRef);
        var contract = project.flatMap(known -> contract(known, facts));
        var versions = contract.map(known ->
                        facts
                                .find(
                                        ContractVersion.class,
                                        "ContractVersion.contract",
                                        known.ref().id())
                                .stream()
                                .map(Stored::body)
                                .filter(Terms::agreed)
                                .toList())
                .orElse(List.of());
        var customer = contract.flatMap(known -> facts.get(known.body().customer()));
        return new Terms(projectRef, project, contract, versions, customer);
    }

    private static Optional<Stored<Contract>> contract(Project project, Facts facts) {
        return project.contract()
                .flatMap(ref -> facts.get(ref).map(body -> new Stored<>(ref, 0, body)))
                .or(() -> project.opportunity()
                        .flatMap(deal -> facts.find(Contract.class, "Contract.opportunity", deal.id()).stream()
                                .filter(found -> found.body().status() != Contract.Status.CANCELLED)
                                .min(Comparator.comparing(found -> found.ref().id()))));
    }

    /** A superseded version still bills the work of its days. */
    private static boolean agreed(ContractVersion version) {
        return switch (version.status()) {
            case APPROVED, SUPERSEDED -> true;
            case DRAFT, REJECTED -> false;
        };
    }

    /** The version in force on a day: of those that took effect by then the latest, of equals the one with the higher number. */
    Optional<ContractVersion> inForce(LocalDate day) {
        return versions.stream()
                .filter(version -> !version.effectiveFrom().isAfter(day))
                .max(Comparator.comparing(ContractVersion::effectiveFrom).thenComparing(ContractVersion::number));
    }

    /** Whether two versions of one number are in force on the day: nobody can say which of them bills it. */
    boolean tied(LocalDate day) {
        return inForce(day)
                .filter(one -> versions.stream()
                        .anyMatch(other -> !other.equals(one)
                                && other.number() == one.number()
                                && other.effectiveFrom().equals(one.effectiveFrom())))
                .isPresent();
    }

    /** The version whose cap holds for all billing on the day, whichever version prices the work: the one in force, before the first the one to come. */
    Optional<ContractVersion> capping(LocalDate day) {
        return inForce(day).or(() -> versions.stream().min(Comparator.comparing(ContractVersion::effectiveFrom)));
    }

    /** How that version has the project's invoices made up. */
    List<BillingTerm.Invoicing> invoicing(LocalDate day) {
        return capping(day).stream()
                .flatMap(version -> version.terms().stream())
                .filter(BillingTerm.Invoicing.class::isInstance)
                .map(BillingTerm.Invoicing.class::cast)
                .filter(term -> lies(Coverage.scope(term.within())))
                .toList();
    }

    /** The caps of that version, the narrowest first. */
    List<Cap> caps(LocalDate day) {
        var version = capping(day);
        var whole = version.flatMap(ContractVersion::notToExceed).map(most -> new Cap("", most, Scope.ALL));
        var parts = version.stream()
                .flatMap(known -> known.terms().stream())
                .filter(BillingTerm.Limit.class::isInstance)
                .map(BillingTerm.Limit.class::cast)
                .map(limit -> new Cap(limit.name(), limit.amount(), limit.within()));
        return Stream.concat(parts, whole.stream())
                .sorted(Comparator.comparing(Cap::within, Coverage.NARROWEST_FIRST)
                        .thenComparing(Cap::name))
                .toList();
    }

    /** Whether any version covers work or use by a term. */
    boolean covers() {
        return versions.stream()
                .flatMap(version -> version.terms().stream())
                .anyMatch(term -> term instanceof BillingTerm.Retainer || term instanceof BillingTerm.Usage);
    }

    /** Whether the contract has anything that its projects would share: a cap, a term, a payment on a day. */
    boolean shares() {
        return versions.stream()
                .anyMatch(version -> version.notToExceed().isPresent()
                        || version.terms().stream().anyMatch(Terms::bills)
                        || version.schedule().stream()
                                .anyMatch(part -> part.dueOn().isPresent()));
    }

    /** Whether the term bills or bounds anything, and does not only say how invoices look. */
    static boolean bills(BillingTerm term) {
        return !(term instanceof BillingTerm.Invoicing);
    }

    /** The versions without the terms of other projects. */
    List<ContractVersion> versionsHere() {
        return versions.stream()
                .map(version -> version.with(version.terms().stream()
                        .filter(term -> switch (term) {
                            case BillingTerm.Retainer retainer -> lies(Coverage.scope(retainer.within()));
                            case BillingTerm.Usage usage -> lies(Coverage.scope(usage.within()));
                            case BillingTerm.Recurring _, BillingTerm.Limit _, BillingTerm.Invoicing _ -> true;
                        })
                        .toList()))
                .toList();
    }

    /** What may not be billed more than. @param name empty for the contract's own */
    record Cap(String name, Money most, Scope within) {}

    /** Whether the project is one that the scope holds for. */
    boolean lies(Scope scope) {
        return project.map(known -> lies(known, scope)).orElse(false);
    }

    static boolean lies(Project project, Scope scope) {
        return scope.project()
                .map(named -> project.code().map(named::equals).orElse(false)
                        || project.name().equals(named))
                .orElse(true);
    }

    /** Whether the contract no longer bills. */
    boolean over() {
        return contract.map(known -> known.body().status())
                .filter(status -> status == Contract.Status.CLOSED || status == Contract.Status.CANCELLED)
                .isPresent();
    }

    /** Whether the payment is of a recurring term, or the fee of a retainer, and of no schedule. */
    boolean recurs(ContractVersion.Instalment payment) {
        return versions.stream().noneMatch(version -> version.schedule().contains(payment));
    }

    /** Where the project stands, unless it bills as usual. */
    Optional<Lifecycle> stopped() {
        return project.flatMap(Project::lifecycle).filter(life -> life.stage() != Lifecycle.Stage.OPEN);
    }

    /** The other projects that are billed by the contract. */
    List<Stored<Project>> siblings(Facts facts) {
        var named = contract.stream()
                .flatMap(known -> facts
                        .find(Project.class, "Project.contract", known.ref().id())
                        .stream());
        var dealt = contract.flatMap(known -> known.body().opportunity()).stream()
                .flatMap(deal -> facts.find(Project.class, "Project.opportunity", deal.id()).stream())
                .filter(found -> found.body().contract().isEmpty());
        return Stream.concat(named, dealt)
                .filter(found -> !found.ref().equals(projectRef))
                .distinct()
                .toList();
    }

    /** Days on which another cap may come into force. */
    Stream<LocalDate> capDays() {
        boolean capped = versions.stream()
                .anyMatch(version -> version.notToExceed().isPresent()
                        || version.terms().stream().anyMatch(BillingTerm.Limit.class::isInstance));
        return capped ? versions.stream().map(ContractVersion::effectiveFrom) : Stream.empty();
    }

    CurrencyUnit currency() {
        return contract.map(known -> known.body().currency())
                .or(() -> project.flatMap(Project::currency))
                .orElse(NO_CURRENCY);
    }

    Optional<Ref<Contract>> contractRef() {
        return contract.map(Stored::ref);
    }

    Optional<Ref<CustomerAccount>> customerRef() {
        return contract.map(known -> known.body().customer()).or(() -> project.flatMap(Project::customer));
    }

    Optional<Ref<LegalEntity>> legalEntity() {
        return contract.map(known -> known.body().legalEntity()).or(() -> project.flatMap(Project::legalEntity));
    }

    Optional<String> serviceLine() {
        return contract.flatMap(known -> known.body().serviceLine()).or(() -> project.flatMap(Project::serviceLine));
    }
}
