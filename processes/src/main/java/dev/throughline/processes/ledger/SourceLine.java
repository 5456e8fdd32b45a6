package dev.throughline.processes.ledger;

import dev.throughline.model.Contract;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What the ledger keeps of the work behind a line, as it was when it was opened.
 *
 * @param source   the time entry, expense or milestone
 * @param workedOn the day that decides version, rate and period
 * @param pricing  how it was priced, in short words: contract version, rate, rule
 * @param phase    name of the phase that it lies in, empty for none
 * @param role     under which it is billed, empty for none
 * @param converted how its amount, or the price of an hour of it, came from another currency; empty where it was the contract's own
 */
public record SourceLine(
        Ref<?> source,
        LineKind kind,
        Ref<Project> project,
        Optional<Ref<Contract>> contract,
        Optional<Ref<CustomerAccount>> customer,
        Optional<Ref<LegalEntity>> legalEntity,
        LocalDate workedOn,
        String description,
        String pricing,
        String phase,
        String role,
        Optional<Converted> converted) {
    public SourceLine(
            Ref<?> source,
            LineKind kind,
            Ref<Project> project,
            Optional<Ref<Contract>> contract,
            Optional<Ref<CustomerAccount>> customer,
            Optional<Ref<LegalEntity>> legalEntity,
            LocalDate workedOn,
            String description,
            String pricing,
            String phase,
            String role) {
        this(
                source,
                kind,
                project,
                contract,
                customer,
                legalEntity,
                workedOn,
                description,
                pricing,
                phase,
                role,
                Optional.empty());
    }

    /** The same as a line of another name. */
    public SourceLine as(Ref<?> other) {
        return new SourceLine(
                other,
                kind,
                project,
                contract,
                customer,
                legalEntity,
                workedOn,
                description,
                pricing,
                phase,
                role,
                converted);
    }

    /** The same, with its amount from another currency. */
    public SourceLine converted(Optional<Converted> from) {
        return new SourceLine(
                source,
                kind,
                project,
                contract,
                customer,
                legalEntity,
                workedOn,
                description,
                pricing,
                phase,
                role,
                from);
    }
}
