package dev.throughline.processes.timetobilling;

import dev.throughline.processes.Problem;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.Money;

/**
 * What a project's billing remembers beside the ledger. Small: nothing in it grows with the lines that went well.
 *
 * @param runs           billing runs so far; numbers the invoices
 * @param causes         open problems for which lines are held
 * @param refusals       lines that finance refused, which nothing but a person's retry bills again
 * @param inFlight       invoices whose answer is awaited
 * @param nextInstalment the day for which a timer is set
 * @param nextRun        the day of the billing run for which a timer is set
 * @param parts          number of ledger lines of each source that a cap has split, by the id of the source
 * @param charges        periods for which there is a charge
 * @param credits        credit memos, sent or seen
 * @param writeOff       what somebody asked to write off, until a second person decides
 */
public record Book(
        int runs,
        Set<Problem.Key> causes,
        List<Refusal> refusals,
        List<InFlight> inFlight,
        Optional<LocalDate> nextInstalment,
        Optional<LocalDate> nextRun,
        Map<String, Integer> parts,
        List<Charged> charges,
        List<Credit> credits,
        Optional<WriteOff> writeOff) {
    public static final Book EMPTY =
            new Book(0, Set.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), Map.of(), List.of());

    Book(
            int runs,
            Set<Problem.Key> causes,
            List<Refusal> refusals,
            List<InFlight> inFlight,
            Optional<LocalDate> nextInstalment,
            Optional<LocalDate> nextRun,
            Map<String, Integer> parts,
            List<Charged> charges) {
        this(runs, causes, refusals, inFlight, nextInstalment, nextRun, parts, charges, List.of(), Optional.empty());
    }

    public Book {
        causes = Set.copyOf(causes);
        refusals = List.copyOf(refusals);
        inFlight = List.copyOf(inFlight);
        parts = Map.copyOf(parts);
        charges = List.copyOf(charges);
        credits = List.copyOf(credits);
    }

    /**
     * @param invoice that it takes back
     * @param lines   ids of the sources that it takes back; empty for the whole invoice
     * @param rebill  whether the work is to be billed again once finance has credited it
     */
    public record Credit(String memo, String invoice, Set<String> lines, boolean rebill) {
        public Credit {
            lines = Set.copyOf(lines);
        }

        boolean takes(String line) {
            return lines.isEmpty() || lines.contains(line);
        }
    }

    /** @param source one piece of work, all that is open when empty; @param amount what it came to when it was asked for */
    public record WriteOff(int number, Optional<String> source, String by, String reason, Money amount) {}

    /** @param term names the term and what it counts; @param numbers how many charges of the period there are */
    public record Charged(String contract, String term, String period, int numbers) {
        boolean isOf(Source.Charge charge) {
            return contract.equals(charge.contract().id())
                    && term.equals(charge.term())
                    && period.equals(charge.period());
        }
    }

    /** @param step the name under which it was sent; @param invoice or credit memo; @param through the last day that the run billed */
    public record InFlight(String step, String invoice, LocalDate through) {}

    /** @param lines ids of the sources; @param through the last day that the refused run billed */
    public record Refusal(Problem.Key problem, Set<String> lines, LocalDate through) {
        public Refusal {
            lines = Set.copyOf(lines);
        }
    }

    Optional<InFlight> awaited(String step) {
        return inFlight.stream().filter(sent -> sent.step().equals(step)).findFirst();
    }
}
