package dev.throughline.processes.intercompany;

import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.processes.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What two companies owe each other beside the charges themselves. Nothing in it grows with the hours that went well: charges are added up by project as they come, and a month
 * that is posted is left to its posting.
 *
 * @param sentThrough first day of the last month that was sent; what comes later goes into a later month
 * @param batches     what is not posted yet
 * @param waiting     entries that cannot be priced, by their problem
 */
public record Book(Optional<LocalDate> sentThrough, List<Batch> batches, List<Waiting> waiting) {
    /** What finance answers when the month is closed there. */
    private static final String CLOSED = "PERIOD_CLOSED";

    public static final Book EMPTY = new Book(Optional.empty(), List.of(), List.of());

    public Book {
        batches = List.copyOf(batches);
        waiting = List.copyOf(waiting);
    }

    /** @param entries ids */
    public record Waiting(Problem.Key problem, Set<String> entries) {
        public Waiting {
            entries = Set.copyOf(entries);
        }
    }

    /** Where a month stands on its way to finance. */
    public enum Stage {
        OPEN,
        SENT,
        REFUSED
    }

    /**
     * The charges of one month in one currency.
     *
     * @param month   its first day
     * @param attempt how often it was sent
     * @param refusal code of the last refusal, empty before any
     * @param late    whether its month was refused for being closed, so that it is posted on the day on which it is sent
     */
    public record Batch(
            LocalDate month,
            CurrencyUnit currency,
            Stage stage,
            int attempt,
            Optional<String> refusal,
            boolean late,
            List<ProjectSum> sums) {
        public Batch {
            sums = List.copyOf(sums);
        }

        String step() {
            return "post-%s-%s-%d".formatted(label(), currency, attempt);
        }

        String label() {
            return month.toString().substring(0, 7);
        }

        Money total() {
            return sums.stream().map(ProjectSum::amount).reduce(Money.zero(currency), Money::plus);
        }

        BigDecimal hours() {
            return sums.stream().map(ProjectSum::hours).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        Batch refused(String code) {
            return new Batch(
                    month, currency, Stage.REFUSED, attempt, Optional.of(code), late || code.equals(CLOSED), sums);
        }

        Batch again() {
            return new Batch(month, currency, Stage.SENT, attempt + 1, refusal, late, sums);
        }

        Batch plus(Ref<Project> project, BigDecimal hours, Money amount) {
            var next = new ArrayList<ProjectSum>();
            boolean found = false;
            for (var sum : sums) {
                found |= sum.project().equals(project);
                next.add(sum.project().equals(project) ? sum.plus(hours, amount) : sum);
            }
            if (!found) {
                next.add(new ProjectSum(project, hours, amount));
            }
            return new Batch(month, currency, stage, attempt, refusal, late, next);
        }
    }

    /** All charges for one project. */
    public record ProjectSum(Ref<Project> project, BigDecimal hours, Money amount) {
        ProjectSum plus(BigDecimal more, Money money) {
            return new ProjectSum(project, hours.add(more), amount.plus(money));
        }
    }

    Optional<Batch> awaited(String step) {
        return batches.stream()
                .filter(batch -> batch.stage() == Stage.SENT && batch.step().equals(step))
                .findFirst();
    }

    boolean holds(Stage stage) {
        return batches.stream().anyMatch(batch -> batch.stage() == stage);
    }

    boolean isOpen(LocalDate month) {
        return batches.stream().anyMatch(batch -> batch.month().equals(month) && batch.stage() == Stage.OPEN);
    }

    /** The month in whose posting a charge for work of a day goes. */
    LocalDate monthFor(LocalDate workedOn) {
        var own = workedOn.withDayOfMonth(1);
        return sentThrough
                .map(sent -> sent.plusMonths(1))
                .filter(next -> next.isAfter(own))
                .orElse(own);
    }

    Book plus(LocalDate month, Ref<Project> project, BigDecimal hours, Money amount) {
        var next = new ArrayList<Batch>();
        boolean found = false;
        for (var batch : batches) {
            boolean its = batch.stage() == Stage.OPEN
                    && batch.month().equals(month)
                    && batch.currency().equals(amount.getCurrencyUnit());
            found |= its;
            next.add(its ? batch.plus(project, hours, amount) : batch);
        }
        if (!found) {
            next.add(new Batch(month, amount.getCurrencyUnit(), Stage.OPEN, 0, Optional.empty(), false, List.of())
                    .plus(project, hours, amount));
        }
        return new Book(sentThrough, next, waiting);
    }

    Book with(Batch before, UnaryOperator<Batch> change) {
        return new Book(
                sentThrough,
                batches.stream()
                        .map(batch -> batch.equals(before) ? change.apply(batch) : batch)
                        .toList(),
                waiting);
    }

    Book without(Batch batch) {
        return new Book(
                sentThrough, batches.stream().filter(one -> !one.equals(batch)).toList(), waiting);
    }

    Book sentThrough(LocalDate month) {
        var last = sentThrough.filter(before -> before.isAfter(month)).orElse(month);
        return new Book(Optional.of(last), batches, waiting);
    }

    Set<String> waitingEntries() {
        return waiting.stream().flatMap(one -> one.entries().stream()).collect(Collectors.toUnmodifiableSet());
    }

    Optional<Problem.Key> waitsFor(String entry) {
        return waiting.stream()
                .filter(one -> one.entries().contains(entry))
                .map(Waiting::problem)
                .findFirst();
    }

    Book waits(String entry, Problem.Key problem) {
        var next = new ArrayList<Waiting>();
        boolean found = false;
        for (var one : goes(entry).waiting) {
            boolean its = one.problem().equals(problem);
            found |= its;
            next.add(its ? new Waiting(problem, plus(one.entries(), entry)) : one);
        }
        if (!found) {
            next.add(new Waiting(problem, Set.of(entry)));
        }
        return new Book(sentThrough, batches, next);
    }

    /** The entry waits for nothing any more. */
    Book goes(String entry) {
        var next = waiting.stream()
                .map(one -> new Waiting(one.problem(), minus(one.entries(), entry)))
                .filter(one -> !one.entries().isEmpty())
                .toList();
        return new Book(sentThrough, batches, next);
    }

    boolean waitsFor(Problem.Key problem) {
        return waiting.stream().anyMatch(one -> one.problem().equals(problem));
    }

    private static Set<String> plus(Set<String> some, String one) {
        var all = new HashSet<>(some);
        all.add(one);
        return all;
    }

    private static Set<String> minus(Set<String> some, String one) {
        var all = new HashSet<>(some);
        all.remove(one);
        return all;
    }
}
