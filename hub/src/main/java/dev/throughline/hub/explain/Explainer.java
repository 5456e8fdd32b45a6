package dev.throughline.hub.explain;

import dev.throughline.hub.thread.Threads;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells of an hour, an expense, a milestone, an instalment, an invoice or one of its lines all that decides about its money. */
public interface Explainer {
    /**
     * @param id any id of any system: canonical, a system's own, a command's key, an invoice number; {@code NUMBER:2} is the second line of an invoice
     */
    Answer explain(TenantId tenant, String id);

    /** What is told, or why nothing is. */
    sealed interface Answer {
        record Told(Explanation explanation) implements Answer {}

        /** @param suggestions what may have been meant, best first */
        record Untold(Why why, String says, List<Threads.Hit> suggestions) implements Answer {}
    }

    /** Why nothing is told. */
    enum Why {
        UNKNOWN,
        SEVERAL,
        /** It is there, but it is nothing that bills, such as a project: its thread tells of it. */
        NOT_BILLED
    }

    /**
     * @param what   what it is, in a sentence
     * @param stands where it stands, in a sentence
     * @param ids    system to external id
     * @param places empty when nothing of it is in the ledger
     * @param next   what happens next, or whose turn it is
     * @param lines  of an invoice; empty for everything else
     */
    record Explanation(
            String id,
            String type,
            String what,
            String stands,
            Optional<Pricing> pricing,
            Map<String, String> ids,
            List<Standing> places,
            List<Move> moves,
            List<Trouble> held,
            String next,
            List<InvoiceLine> lines) {}

    /** @param quantity hours for time, 1 for others */
    record Standing(String place, BigDecimal quantity, BigDecimal amount, String currency) {}

    /**
     * How it was priced.
     *
     * @param contract number of the contract
     * @param version  of the contract
     * @param rule     the ledger's words: rate card, role, or that it was priced as agreed
     * @param rate     of an hour; empty for what has none, and where the amount alone does not tell it for certain
     * @param mappings documents with versions that read the record last, such as {@code kantata/time-entry@1}
     * @param says     the whole in words
     */
    record Pricing(
            Optional<String> contract,
            Optional<Integer> version,
            String rule,
            Optional<BigDecimal> rate,
            List<String> mappings,
            String says) {}

    /**
     * One thing that happened, oldest first.
     *
     * @param because  what led to it: the rule's own words, then the event behind it
     * @param moved    of the ledger; empty for what moved nothing, such as a payment that came in
     */
    record Move(Instant at, String says, String because, Optional<Moved> moved) {}

    /** @param invoice canonical id of the invoice by which it moved */
    record Moved(
            String from,
            String to,
            BigDecimal quantity,
            BigDecimal amount,
            String currency,
            String event,
            Optional<String> invoice) {}

    /** An open exception that it waits for. */
    record Trouble(long exception, String code, String owner, String says, String remedy) {}

    /**
     * @param number  from 1, as {@code NUMBER:1} asks for it
     * @param count   how many source lines it sums up
     * @param sources the first of them
     */
    record InvoiceLine(
            int number,
            String description,
            BigDecimal quantity,
            BigDecimal rate,
            BigDecimal amount,
            String currency,
            int count,
            List<SourceLine> sources) {}

    /** @param stands where it stands now, which may be elsewhere than on this invoice */
    record SourceLine(String id, String what, BigDecimal quantity, BigDecimal amount, String stands) {}
}
