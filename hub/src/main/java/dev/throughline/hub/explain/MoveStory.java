package dev.throughline.hub.explain;

import dev.throughline.hub.explain.Explainer.Move;
import dev.throughline.hub.explain.Explainer.Moved;
import dev.throughline.hub.explain.Reads.Decided;
import dev.throughline.hub.explain.Reads.Posting;
import dev.throughline.hub.explain.Reads.Sent;
import dev.throughline.processes.ledger.LineKind;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the moves of the ledger with the event behind each, the invoice's way to the ERP, and what settled it. */
record MoveStory(Reads reads) {
    /** The ids of events say where they came from: a change, a command's answer, a timer. */
    private static final Pattern CHANGE = Pattern.compile("^chg:(\\d+:\\d+)/.*");

    private static final Pattern ANSWER = Pattern.compile("^cmd:(.+)#\\d+$");
    private static final Pattern TIMER = Pattern.compile("^tim:.*/([^/@]+)@(.+)$");

    List<Move> told(Dossier dossier) throws SQLException {
        LineKind kind = dossier.line().map(l -> l.line().kind()).orElse(LineKind.EXPENSE);
        return told(kind, dossier.postings(), dossier.around(), dossier.commands(), dossier.settledBy());
    }

    List<Move> told(
            LineKind kind,
            List<Posting> postings,
            Map<String, Thing> around,
            List<Sent> commands,
            Collection<Thing> settledBy)
            throws SQLException {
        var events = new Events(
                reads.changes(postings.stream()
                        .map(p -> CHANGE.matcher(p.event()))
                        .filter(Matcher::matches)
                        .map(m -> m.group(1))
                        .distinct()
                        .toList()),
                reads.decisions(postings),
                commands);
        List<Move> moves = new ArrayList<>();
        postings.forEach(p -> moves.add(move(kind, p, events, around)));
        commands.forEach(c -> moves.addAll(sent(c, around)));
        settledBy.forEach(t -> moves.add(settled(t, around)));
        moves.sort(Comparator.comparing(Move::at));
        return moves;
    }

    private static Move move(LineKind kind, Posting posting, Events events, Map<String, Thing> around) {
        String what = Words.amount(kind, posting.quantity(), posting.currency(), posting.amount());
        String from = Words.of(posting.from());
        String to = Words.of(posting.to());
        String says = posting.from().equals("OUTSIDE")
                ? "%s came into the ledger as %s".formatted(what, to)
                : posting.to().equals("OUTSIDE")
                        ? "%s was taken out of %s".formatted(what, from)
                        : "%s went from %s to %s".formatted(what, from, to);
        String because = Words.sentence("Because: " + posting.cause()
                        + posting.invoice().map(i -> by(i, around)).orElse(""))
                + events.says(posting.event());
        return new Move(
                posting.at(),
                says,
                because,
                Optional.of(new Moved(
                        from,
                        to,
                        posting.quantity(),
                        posting.amount(),
                        posting.currency(),
                        posting.event(),
                        posting.invoice())));
    }

    private static String by(String invoice, Map<String, Thing> around) {
        Thing thing = around.get(invoice);
        return " (invoice " + (thing == null ? invoice : thing.name()) + ")";
    }

    private static List<Move> sent(Sent sent, Map<String, Thing> around) {
        List<Move> moves = new ArrayList<>();
        moves.add(new Move(
                sent.at(),
                "Invoice %s was to be posted to %s".formatted(name(sent.invoice(), around), sent.system()),
                "Command " + sent.key() + ".",
                Optional.empty()));
        sent.settledAt()
                .ifPresent(at -> moves.add(new Move(
                        at,
                        "%s answered: %s%s"
                                .formatted(
                                        sent.shadowed() ? "The hub itself" : sent.system(),
                                        Words.of(sent.state()),
                                        sent.externalId().map(id -> " as " + id).orElse("")),
                        sent.answer().map(Words::sentence).orElse(""),
                        Optional.empty())));
        return moves;
    }

    /** A payment is told with the day that it came in; the ledger may have learned of it later. */
    private static Move settled(Thing settled, Map<String, Thing> around) {
        boolean payment = settled.type().equals("Payment");
        Instant at = settled.text(payment ? "paidOn" : "creditedOn")
                .map(day -> LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant())
                .orElse(Instant.EPOCH);
        StringBuilder applied = new StringBuilder();
        settled.body()
                .path("applied")
                .valueStream()
                .filter(a -> around.containsKey(a.path("invoice").asString("")))
                .forEach(a -> applied.append("%s of it for invoice %s. "
                        .formatted(
                                Thing.money(a.path("amount")),
                                name(a.path("invoice").asString(""), around))));
        return new Move(
                at,
                "%s %s of %s %s%s"
                        .formatted(
                                payment ? "Payment" : "Credit memo",
                                settled.name(),
                                settled.money(payment ? "amount" : "total").orElse("an unknown amount"),
                                payment ? "came in" : "was given",
                                settled.is("voided", "true") ? ", and was voided since" : ""),
                applied.toString().strip(),
                Optional.empty());
    }

    private static String name(String invoice, Map<String, Thing> around) {
        Thing thing = around.get(invoice);
        return thing == null ? invoice : thing.name();
    }

    /** What is known of events by their ids. */
    private record Events(Map<String, String> changes, Map<String, Decided> decisions, List<Sent> commands) {
        String says(String event) {
            Matcher change = CHANGE.matcher(event);
            Matcher answer = ANSWER.matcher(event);
            Matcher timer = TIMER.matcher(event);
            Decided decided = decisions.get(event);
            String words = decided == null || decided.because().isBlank()
                    ? ""
                    : " " + Words.sentence("Decided: " + decided.because());
            if (change.matches()) {
                return words + said(changes.get(change.group(1)));
            }
            if (answer.matches()) {
                return words
                        + commands.stream()
                                .filter(c -> c.key().equals(answer.group(1)))
                                .findFirst()
                                .map(c -> " It was the answer of %s to command %s."
                                        .formatted(c.shadowed() ? "the hub itself, in shadow," : c.system(), c.key()))
                                .orElse("");
            }
            if (timer.matches()) {
                return words + " The time for %s had come, %s.".formatted(timer.group(1), timer.group(2));
            }
            return words + (decided != null && decided.kind().equals("Asked") ? " Somebody asked for it." : "");
        }

        private static String said(@org.jspecify.annotations.Nullable String change) {
            return change == null ? "" : " " + Words.sentence(change);
        }
    }
}
