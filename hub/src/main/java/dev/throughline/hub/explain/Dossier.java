package dev.throughline.hub.explain;

import dev.throughline.hub.explain.Reads.Posting;
import dev.throughline.hub.explain.Reads.Sent;
import dev.throughline.hub.ledger.LedgerReader;
import dev.throughline.model.Ref;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Parts;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.SourceLine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that is known of one source line, read before anything is said of it.
 *
 * @param source   empty for an instalment, which no system holds as a record
 * @param line     empty when the ledger has never seen it; of work that a cap has split, what all parts hold
 * @param parts    its lines of the ledger, the first first; more than one when a cap has split it
 * @param corrections of what was billed of it, with their parts
 * @param postings of all parts, oldest first
 * @param invoices by which it moved, and what settled them, by id
 */
record Dossier(
        String id,
        Optional<Thing> source,
        Optional<OpenLine> line,
        List<OpenLine> parts,
        List<OpenLine> corrections,
        List<Posting> postings,
        Map<String, Thing> around,
        List<Sent> commands,
        List<Thing> settledBy) {
    private static final int PARTS_AT_ONCE = 20;
    private static final List<String> POINTERS = List.of("project", "resource", "contract", "customer");

    static Dossier of(Reads reads, String id) throws SQLException {
        Optional<Thing> source = Optional.ofNullable(reads.things(List.of(id)).get(id));
        List<OpenLine> parts = numbered(reads, n -> Parts.ref(new Ref<>(id), n));
        List<OpenLine> corrections = corrections(reads, id);
        Optional<OpenLine> line = parts.stream().reduce(Dossier::together);
        List<Posting> postings =
                reads.postings(parts.stream().map(p -> p.line().source().id()).toList());
        Set<String> invoices = new HashSet<>();
        postings.forEach(p -> p.invoice().ifPresent(invoices::add));
        Set<String> near = new HashSet<>(invoices);
        source.ifPresent(s -> near.addAll(pointers(s)));
        line.map(OpenLine::line).ifPresent(l -> near.addAll(pointers(l)));
        return new Dossier(
                id,
                source,
                line,
                parts,
                corrections,
                postings,
                around(reads, near),
                reads.commands(invoices),
                reads.settledBy(invoices));
    }

    /** Parts are numbered without a gap, and the ledger never forgets one. */
    private static List<OpenLine> numbered(Reads reads, IntFunction<Ref<?>> name) throws SQLException {
        List<OpenLine> parts = new ArrayList<>();
        boolean more = true;
        for (int from = 1; more; from += PARTS_AT_ONCE) {
            List<String> names = IntStream.range(from, from + PARTS_AT_ONCE)
                    .mapToObj(n -> name.apply(n).id())
                    .toList();
            Map<String, OpenLine> found = new LedgerReader().lines(reads.connection(), reads.firm(), names);
            names.stream().map(found::get).filter(Objects::nonNull).forEach(parts::add);
            more = found.size() == PARTS_AT_ONCE;
        }
        return parts;
    }

    private static List<OpenLine> corrections(Reads reads, String id) throws SQLException {
        List<OpenLine> all = new ArrayList<>();
        if (!Corrections.is(new Ref<>(id))) {
            for (OpenLine first : numbered(reads, n -> Corrections.ref(new Ref<>(id), n))) {
                all.addAll(numbered(reads, n -> Parts.ref(first.line().source(), n)));
            }
        }
        return all;
    }

    private static OpenLine together(OpenLine one, OpenLine other) {
        Map<Place, OpenLine.Balance> balances = new EnumMap<>(Place.class);
        balances.putAll(one.balances());
        other.balances()
                .forEach((place, balance) -> balances.merge(
                        place,
                        balance,
                        (a, b) -> new OpenLine.Balance(
                                a.quantity().add(b.quantity()), a.amount().plus(b.amount()))));
        return new OpenLine(one.line(), balances);
    }

    /** These things, and what they point at. */
    static Map<String, Thing> around(Reads reads, Collection<String> ids) throws SQLException {
        Map<String, Thing> around = new HashMap<>(reads.things(ids));
        Set<String> next = new HashSet<>();
        around.values().forEach(t -> next.addAll(pointers(t)));
        next.removeAll(around.keySet());
        around.putAll(reads.things(next));
        return around;
    }

    static List<String> pointers(Thing thing) {
        return POINTERS.stream().map(thing::text).flatMap(Optional::stream).toList();
    }

    private static List<String> pointers(SourceLine line) {
        return Stream.of(
                        Optional.of(line.project().id()),
                        line.contract().map(c -> c.id()),
                        line.customer().map(c -> c.id()))
                .flatMap(Optional::stream)
                .toList();
    }

    Optional<Thing> project() {
        return line.map(l -> l.line().project().id())
                .or(() -> source.flatMap(s -> s.text("project")))
                .map(around::get)
                .filter(Objects::nonNull);
    }

    Optional<Thing> contract() {
        return line.flatMap(l -> l.line().contract())
                .map(c -> c.id())
                .or(() -> project().flatMap(p -> p.text("contract")))
                .map(around::get)
                .filter(Objects::nonNull);
    }

    Optional<Thing> customer() {
        return line.flatMap(l -> l.line().customer())
                .map(c -> c.id())
                .or(() -> contract().flatMap(c -> c.text("customer")))
                .or(() -> project().flatMap(p -> p.text("customer")))
                .map(around::get)
                .filter(Objects::nonNull);
    }

    Optional<Thing> person() {
        return source.flatMap(s -> s.text("resource")).map(around::get).filter(Objects::nonNull);
    }

    /** The invoice that moved it last. */
    Optional<Thing> invoice() {
        return postings.reversed().stream()
                .flatMap(p -> p.invoice().stream())
                .findFirst()
                .map(around::get)
                .filter(Objects::nonNull);
    }

    Optional<Sent> command() {
        return invoice()
                .flatMap(i -> commands.reversed().stream()
                        .filter(c -> c.invoice().equals(i.id()))
                        .findFirst());
    }

    /** {@code type/key} of the workflow that billed it last; of time to billing where none has yet. */
    Optional<String> instance() {
        return postings.isEmpty()
                ? project().map(p -> PostgresExplainer.BILLING + "/" + p.id())
                : Optional.of(postings.getLast().processType() + "/"
                        + postings.getLast().processKey());
    }
}
