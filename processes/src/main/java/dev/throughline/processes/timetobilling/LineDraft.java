package dev.throughline.processes.timetobilling;

import dev.throughline.model.Resource;
import dev.throughline.processes.ledger.Converted;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.timetobilling.Verdict.Detail;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.Money;

/** A line on the way to its verdict. */
record LineDraft(
        Source source,
        LineKind kind,
        LocalDate day,
        BigDecimal quantity,
        String description,
        String pricing,
        Optional<Detail> known,
        String phase,
        String role) {
    private static final int DESCRIPTION_MAX = 200;

    LineDraft(Source source, LineKind kind, LocalDate day, BigDecimal quantity, String description) {
        this(source, kind, day, quantity, description, "not priced", Optional.empty(), "", "");
    }

    LineDraft priced(String words, Detail detail) {
        return new LineDraft(source, kind, day, quantity, description, words, Optional.of(detail), phase, role);
    }

    /** The same work, in a phase and under a role; empty text for none. */
    LineDraft within(String phase, String role) {
        return new LineDraft(source, kind, day, quantity, description, pricing, known, phase, role);
    }

    /** The same, agreed or spent in another currency. */
    LineDraft from(Converted converted) {
        var detail = known.orElseThrow().at(converted.amount(), Optional.of(converted));
        return priced(pricing + ", " + converted.words(), detail);
    }

    Detail detail(Money zero) {
        return known.orElseGet(() -> new Detail(zero, "", "", "", "", Optional.empty()));
    }

    /** What people read of it, not too long for any finance system. */
    static String text(Optional<String> note, Optional<Resource> person) {
        var text = person.map(
                        one -> one.name() + note.map(words -> ": " + words).orElse(""))
                .orElse(note.orElse(""));
        return text.length() <= DESCRIPTION_MAX ? text : text.substring(0, DESCRIPTION_MAX - 1) + "…";
    }
}
