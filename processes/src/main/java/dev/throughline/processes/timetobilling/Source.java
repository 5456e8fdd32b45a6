package dev.throughline.processes.timetobilling;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Expense;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.Facts;
import java.time.LocalDate;
import java.util.Optional;

/** What a line of the ledger is made of. */
sealed interface Source {
    Ref<?> ref();

    Ref<Project> project();

    record Time(Ref<TimeEntry> ref, TimeEntry entry) implements Source {
        @Override
        public Ref<Project> project() {
            return entry.project();
        }
    }

    record Spent(Ref<Expense> ref, Expense expense) implements Source {
        @Override
        public Ref<Project> project() {
            return expense.project();
        }
    }

    record Reached(Ref<Milestone> ref, Milestone milestone) implements Source {
        @Override
        public Ref<Project> project() {
            return milestone.project();
        }
    }

    /** An agreed payment whose day has come. */
    record Due(Ref<Project> project, Ref<Contract> contract, Instalment instalment, LocalDate dueOn) implements Source {
        /** Whether its contract no longer bills. */
        boolean isOver(Facts facts) {
            return facts.get(contract)
                    .map(Contract::status)
                    .filter(status -> status == Contract.Status.CLOSED || status == Contract.Status.CANCELLED)
                    .isPresent();
        }

        /** Stands for the instalment over all versions of the contract; no milestone is stored under it. */
        @Override
        public Ref<Milestone> ref() {
            return DerivedRef.of(Milestone.class, contract.id(), "instalment", instalment.name());
        }
    }

    /** The source that an object is, if it is one that may bill. */
    static Optional<Source> of(Ref<?> ref, CanonicalObject object) {
        return switch (object) {
            case TimeEntry entry -> Optional.of(new Time(new Ref<>(ref.id()), entry));
            case Expense expense -> Optional.of(new Spent(new Ref<>(ref.id()), expense));
            case Milestone milestone -> Optional.of(new Reached(new Ref<>(ref.id()), milestone));
            default -> Optional.empty();
        };
    }
}
