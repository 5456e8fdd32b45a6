package dev.throughline.processes.timetobilling;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Expense;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.UsageRecord;
import dev.throughline.processes.DerivedRef;
import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.Money;

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

    record Used(Ref<UsageRecord> ref, UsageRecord record) implements Source {
        @Override
        public Ref<Project> project() {
            return record.project();
        }
    }

    /**
     * What a period that is over comes to by its work or use, or what a later change of them adds or takes.
     *
     * @param term   names the term and what it counts
     * @param period its label, such as {@code 2026-03}
     * @param number 1, then counting up: each is billed at most once
     * @param last   the last day of the period that the term covers
     * @param amount less than zero when more was billed than the period comes to
     * @param earned whether work or use lies behind it; without, it is a minimum
     */
    record Charge(
            Ref<Project> project,
            Ref<Contract> contract,
            String term,
            String period,
            int number,
            LocalDate last,
            Money amount,
            boolean earned,
            String description,
            String words)
            implements Source {
        @Override
        public Ref<Milestone> ref() {
            return number == 1
                    ? DerivedRef.of(Milestone.class, contract.id(), "charge", term, period)
                    : DerivedRef.of(Milestone.class, contract.id(), "charge", term, period, Integer.toString(number));
        }

        /** The same period, a later number or another amount. */
        Charge as(int other, Money worth) {
            return new Charge(project, contract, term, period, other, last, worth, earned, description, words);
        }
    }

    /** An agreed payment whose day has come. */
    record Due(Ref<Project> project, Ref<Contract> contract, Instalment instalment, LocalDate dueOn) implements Source {
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
            case UsageRecord used -> Optional.of(new Used(new Ref<>(ref.id()), used));
            default -> Optional.empty();
        };
    }
}
