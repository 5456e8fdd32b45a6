package dev.throughline.hub.explain;

import dev.throughline.hub.explain.Explainer.Explanation;
import dev.throughline.hub.explain.Explainer.Standing;
import dev.throughline.hub.explain.Explainer.Trouble;
import dev.throughline.hub.explain.Reads.Posting;
import dev.throughline.hub.explain.Reads.Stuck;
import dev.throughline.model.Ref;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Parts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells of one source line: an hour, an expense, a milestone or an instalment. */
record LineStory(Reads reads, MappingNames mappings, Dossier dossier) {
    private static final String HELD = "HELD";

    Explanation told() throws SQLException {
        List<Standing> places = places();
        List<Trouble> held = held(places);
        return new Explanation(
                dossier.id(),
                kind().map(k -> Words.of(k.name()))
                        .orElseGet(() -> dossier.source().map(Thing::type).orElse("")),
                What.of(dossier),
                stands(places),
                new PricingStory(reads, mappings, dossier).told(),
                reads.names(dossier.id()),
                places,
                new MoveStory(reads).told(dossier),
                held,
                new Next(reads, dossier).says(places, held),
                List.of());
    }

    private Optional<LineKind> kind() {
        return dossier.line().map(l -> l.line().kind());
    }

    private List<Standing> places() {
        return dossier.line().map(OpenLine::balances).orElse(Map.of()).entrySet().stream()
                .filter(e -> e.getValue().quantity().signum() != 0
                        || !e.getValue().amount().isZero())
                .sorted(Map.Entry.comparingByKey())
                .map(e -> new Standing(
                        Words.of(e.getKey().name()),
                        e.getValue().quantity(),
                        e.getValue().amount().getAmount(),
                        e.getValue().amount().getCurrencyUnit().getCode()))
                .toList();
    }

    private String stands(List<Standing> places) {
        if (!places.isEmpty()) {
            LineKind kind = kind().orElse(LineKind.EXPENSE);
            return "It stands in the ledger as "
                    + places.stream()
                            .map(p -> "%s (%s)"
                                    .formatted(p.place(), Words.amount(kind, p.quantity(), p.currency(), p.amount())))
                            .collect(Collectors.joining(" and "))
                    + "."
                    + split(kind)
                    + corrected();
        }
        return dossier.postings().isEmpty()
                ? "Nothing of it is in the ledger."
                : "Nothing of it is in the ledger any more: %s"
                        .formatted(Words.sentence(dossier.postings().getLast().cause()));
    }

    /** What was billed stands; what the work comes to beyond it has lines of its own. */
    private String corrected() {
        List<String> lines = new ArrayList<>();
        for (OpenLine correction : dossier.corrections()) {
            correction
                    .balances()
                    .forEach((place, balance) -> lines.add("%s %s as %s (%s)"
                            .formatted(
                                    correction.line().source().id(),
                                    Words.of(place.name()),
                                    balance.amount(),
                                    correction.line().pricing())));
        }
        return lines.isEmpty() ? "" : " It was changed after it was billed: " + String.join("; ", lines) + ".";
    }

    /** Each part of work that a cap has split lies in a place of its own. */
    private String split(LineKind kind) {
        List<String> parts = new ArrayList<>();
        for (OpenLine part : dossier.parts()) {
            part.balances()
                    .forEach((place, balance) -> parts.add("%s %s as %s"
                            .formatted(
                                    part.line().source().id(),
                                    Words.of(place.name()),
                                    Words.amount(
                                            kind,
                                            balance.quantity(),
                                            balance.amount().getCurrencyUnit().getCode(),
                                            balance.amount().getAmount()))));
        }
        return parts.size() < 2 ? "" : " A cap has split it: " + String.join("; ", parts) + ".";
    }

    /** What was raised about the line itself always counts; what was raised about its contract, customer or person counts while it is held for that. */
    private List<Trouble> held(List<Standing> places) throws SQLException {
        boolean isHeld = places.stream().anyMatch(p -> p.place().equals(Words.of(HELD)));
        List<Stuck> open =
                reads.exceptions(dossier.instance().filter(_ -> isHeld).stream().toList(), List.of(dossier.id()));
        Set<Stuck> mine = new LinkedHashSet<>();
        open.stream().filter(e -> e.subject().equals(dossier.id())).forEach(mine::add);
        if (isHeld) {
            mine.addAll(causes(open));
        }
        return mine.stream().map(LineStory::trouble).toList();
    }

    private List<Stuck> causes(List<Stuck> open) throws SQLException {
        Set<String> refused = refusals();
        List<Stuck> named = open.stream()
                .filter(e -> refused.contains(e.code() + " " + e.subject()))
                .toList();
        if (!named.isEmpty()) {
            return named;
        }
        String cause = dossier.postings().reversed().stream()
                .filter(p -> p.to().equals(HELD))
                .findFirst()
                .map(Posting::cause)
                .orElse("");
        Set<String> near = dossier.around().keySet();
        List<Stuck> alike = open.stream().filter(e -> e.code().equals(cause)).toList();
        List<Stuck> close =
                alike.stream().filter(e -> near.contains(e.subject())).toList();
        return Stream.of(close, alike, open).filter(l -> !l.isEmpty()).findFirst().orElse(List.of()).stream()
                .sorted(Comparator.comparing(Stuck::id))
                .toList();
    }

    /** Problems for which billing remembers this line as refused. */
    private Set<String> refusals() throws SQLException {
        var path = dossier.instance().orElse("/").split("/", 2);
        return reads.instance(path[0], path[1]).stream()
                .flatMap(i -> i.body().findValues("refusals").stream())
                .flatMap(r -> r.valueStream())
                .filter(r -> r.path("lines")
                        .valueStream()
                        .anyMatch(l ->
                                Parts.source(new Ref<>(l.asString(""))).id().equals(dossier.id())))
                .map(r -> r.path("problem"))
                .map(p -> p.path("code").asString("") + " " + p.path("subject").asString(""))
                .collect(Collectors.toSet());
    }

    static Trouble trouble(Stuck stuck) {
        return new Trouble(stuck.id(), stuck.code(), Words.of(stuck.owner()), stuck.says(), stuck.remedy());
    }
}
