package dev.throughline.hub.translate;

import dev.throughline.hub.workspace.Workspace.OnForeignChange;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.mapping.Mapped;
import dev.throughline.mapping.MappingProblem;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Ref;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One batch of changes of one tenant, applied in order to what is known. No I/O: reads come in through {@link Known}, effects leave through {@link Outcome}. */
final class Translation {
    private static final List<String> THREAD_PARENTS =
            List.of("opportunity", "contract", "project", "account", "customer");

    private final TenantId tenant;
    private final Map<String, SystemConfig> systems;
    private final OwnershipRules ownership;
    private final OnForeignChange onForeignChange;
    private final Set<String> readable;
    private final Known known;
    private final Instant now;
    private final Outcome outcome = new Outcome();
    private final Map<CrossReferences.Key, String> linkedNow = new HashMap<>();

    /** @param readable systems whose records can be read one by one */
    Translation(
            TenantId tenant,
            Map<String, SystemConfig> systems,
            OwnershipRules ownership,
            OnForeignChange onForeignChange,
            Set<String> readable,
            Known known,
            Instant now) {
        this.tenant = tenant;
        this.systems = systems;
        this.ownership = ownership;
        this.onForeignChange = onForeignChange;
        this.readable = readable;
        this.known = known;
        this.now = now;
    }

    /** @param parts what the mappings made of each change, in the order of the changes */
    Outcome run(List<ChangeRow> rows, Map<ChangeRow, List<Mapped>> mapped) {
        for (ChangeRow row : rows) {
            Ended ended = row.deleted() ? delete(row) : apply(row, mapped.getOrDefault(row, List.of()));
            outcome.ended.add(new Outcome.Ended(row, ended.fate, ended.reason));
        }
        return outcome;
    }

    private record Ended(Fate fate, String reason) {
        Ended and(Ended other) {
            return fate.and(other.fate) == fate ? this : other;
        }
    }

    private Ended apply(ChangeRow row, List<Mapped> mapped) {
        if (mapped.isEmpty()) {
            return new Ended(Fate.IGNORED, "no mapping reads " + row.objectType() + " of " + row.system());
        }
        return mapped.stream()
                .map(m -> applyPart(row, m))
                .reduce((a, b) -> a.and(b))
                .orElseThrow();
    }

    private Ended applyPart(ChangeRow row, Mapped mapped) {
        return switch (mapped) {
            case Mapped.Ignored(var reason) -> new Ended(Fate.IGNORED, reason);
            case Mapped.Failed(var problems) -> held(row, problems);
            case Mapped.Produced produced -> applyProduced(new Known.Part(row, produced, ownKey(row, produced)));
        };
    }

    static CrossReferences.Key ownKey(ChangeRow row, Mapped.Produced produced) {
        return new CrossReferences.Key(
                row.system(), produced.type().typeName(), produced.externalId().orElse(row.externalId()));
    }

    private Ended held(ChangeRow row, List<MappingProblem> problems) {
        for (MappingProblem problem : problems) {
            outcome.troubles.add(new Outcome.Trouble(
                    row,
                    problem.code(),
                    owner(problem.owner()),
                    Problem.Severity.MEDIUM,
                    problem.sentence(),
                    problem.remedy()));
        }
        return new Ended(Fate.HELD, problems.getFirst().code());
    }

    private static Problem.Owner owner(String name) {
        try {
            return Problem.Owner.valueOf(name);
        } catch (IllegalArgumentException e) {
            return Problem.Owner.INTEGRATION;
        }
    }

    private Ended applyProduced(Known.Part part) {
        Optional<Ended> overtaken = applied(part.key()).flatMap(applied -> overtaken(part.row(), applied));
        if (overtaken.isPresent()) {
            return overtaken.get();
        }
        List<CrossReferences.Key> absent = part.produced().references().stream()
                .map(r -> Known.keyOf(part.row().system(), r))
                .filter(k -> referred(k).isEmpty())
                .distinct()
                .toList();
        if (!absent.isEmpty()) {
            absent.forEach(k -> outcome.waiting.add(new Outcome.Waiting(part.row(), k)));
            return new Ended(
                    Fate.WAITING,
                    "waits for " + absent.getFirst().type() + " "
                            + absent.getFirst().externalId());
        }
        return identify(part).map(id -> merge(part, id)).orElseGet(() -> duplicate(part));
    }

    private record Applied(long ordinal, String token) {}

    private Optional<Applied> applied(CrossReferences.Key key) {
        return Optional.ofNullable(outcome.links.get(key))
                .map(l -> new Applied(l.ordinal(), l.token()))
                .or(() -> known.link(key).map(l -> new Applied(l.ordinal(), l.token())));
    }

    /** An older version never wins; of two that bear the same moment the order of arrival proves nothing, so the record is read again. */
    private Optional<Ended> overtaken(ChangeRow row, Applied applied) {
        if (row.ordinal() < applied.ordinal) {
            return Optional.of(new Ended(Fate.SUPERSEDED, "a newer version was applied already"));
        }
        boolean contested = row.ordinal() == applied.ordinal
                && !applied.token.isEmpty()
                && !row.token().equals(applied.token)
                && !row.settles()
                && readable.contains(row.system());
        if (!contested) {
            return Optional.empty();
        }
        outcome.contested.add(row);
        return Optional.of(
                new Ended(Fate.SUPERSEDED, "another version of the same moment was applied; the record is read again"));
    }

    private Optional<String> referred(CrossReferences.Key key) {
        return Optional.ofNullable(linkedNow.get(key)).or(() -> known.referred(key));
    }

    private Optional<String> resolve(CrossReferences.Key key) {
        return Optional.ofNullable(linkedNow.get(key)).or(() -> known.link(key).map(CrossReferences.Link::canonicalId));
    }

    /** Empty when the record is a second one of an object that the same system holds already. */
    private Optional<String> identify(Known.Part part) {
        Optional<String> linked = resolve(part.key());
        if (linked.isPresent()) {
            return linked;
        }
        Optional<String> recognised = known.recognised(part);
        if (recognised.isEmpty()) {
            return Optional.of(Known.fresh(tenant, part));
        }
        boolean second = known.heldAlready(part.row().system(), recognised.get())
                .filter(other -> !other.equals(part.key().externalId()))
                .isPresent();
        return second ? Optional.empty() : recognised;
    }

    private Ended duplicate(Known.Part part) {
        String id = known.recognised(part).orElseThrow();
        String other = known.heldAlready(part.row().system(), id).orElseThrow();
        outcome.troubles.add(new Outcome.Trouble(
                part.row(),
                "DUPLICATE_RECORD",
                Problem.Owner.INTEGRATION,
                Problem.Severity.HIGH,
                "%s is a second record of the same %s as %s"
                        .formatted(part.row().record(), part.produced().type().typeName(), other),
                "Merge or delete one of the two in %s, then retry"
                        .formatted(part.row().system())));
        return new Ended(Fate.HELD, "DUPLICATE_RECORD");
    }

    private Ended merge(Known.Part part, String id) {
        ObjectStore.Row before = Optional.ofNullable(outcome.rows.get(id))
                .or(() -> known.row(id))
                .orElseGet(() -> ObjectStore.Row.fresh(id, part.produced().type(), correlation(part, id)));
        Map<String, Object> says =
                part.produced().resolved(r -> referred(Known.keyOf(part.row().system(), r)));
        SystemConfig system = systems.get(part.row().system());
        Merge.Result merged;
        Optional<CanonicalObject> was;
        Optional<CanonicalObject> is;
        try {
            was = before.version() == 0 || before.deleted()
                    ? Optional.empty()
                    : Merge.complete(before.type(), before.body());
            merged = Merge.over(before, system, ownership, says, part.produced().covers());
            is = Merge.complete(merged.row().type(), merged.row().body());
        } catch (Merge.Invalid invalid) {
            return invalid(part, invalid);
        }
        link(part, id);
        if (!merged.foreign().isEmpty()) {
            foreign(part, merged.foreign());
        }
        if (before.version() > 0 && !merged.differs()) {
            return new Ended(
                    Fate.UNCHANGED,
                    merged.foreign().isEmpty() ? "" : "differs only in what it does not own: " + merged.foreign());
        }
        outcome.rows.put(id, merged.row());
        is.ifPresent(object -> {
            changed(part.row(), id, merged.row(), was, Optional.of(object), merged.changed());
            Names.of(object).forEach(n -> outcome.names.add(new Outcome.Name(n.name(), id, n.what())));
        });
        return new Ended(Fate.APPLIED, merged.row().complete() ? "" : "not complete yet");
    }

    private Ended invalid(Known.Part part, Merge.Invalid invalid) {
        outcome.troubles.add(new Outcome.Trouble(
                part.row(),
                MappingProblem.FIELD_INVALID,
                Problem.Owner.INTEGRATION,
                Problem.Severity.MEDIUM,
                "%s cannot become a %s: %s"
                        .formatted(part.row().record(), part.produced().type().typeName(), invalid.getMessage()),
                "Correct the record in %s; the next change of it is taken by itself"
                        .formatted(part.row().system())));
        return new Ended(Fate.HELD, MappingProblem.FIELD_INVALID);
    }

    private void link(Known.Part part, String id) {
        linkedNow.put(part.key(), id);
        outcome.links.put(
                part.key(),
                new CrossReferences.NewLink(
                        part.key(),
                        id,
                        part.row().objectType(),
                        part.row().ordinal(),
                        part.row().token()));
    }

    private void foreign(Known.Part part, Set<String> attributes) {
        if (onForeignChange != OnForeignChange.RAISE) {
            return;
        }
        String type = part.produced().type().typeName();
        String first = attributes.iterator().next();
        outcome.troubles.add(new Outcome.Trouble(
                part.row(),
                "FOREIGN_CHANGE",
                Problem.Owner.INTEGRATION,
                Problem.Severity.LOW,
                "%s changed %s, which belong to %s"
                        .formatted(part.row().record(), attributes, ownership.owner(type, first)),
                "Change it in its system of record, or change the ownership rule for %s.%s".formatted(type, first)));
    }

    private void changed(
            ChangeRow row,
            String id,
            ObjectStore.Row next,
            Optional<CanonicalObject> before,
            Optional<CanonicalObject> after,
            Set<String> changed) {
        var header = new CanonicalEvent.Header(
                "chg:" + row.position() + "/" + next.type().typeName(), now, next.correlationId());
        outcome.events.add(new CanonicalEvent.ObjectChanged(
                header, next.type(), new Ref<>(id), before, after, changed, new SystemId(row.system())));
    }

    /** A new object joins the thread of the deal, contract or project that it points at; else it begins one of its own. */
    private String correlation(Known.Part part, String id) {
        for (String parent : THREAD_PARENTS) {
            for (Mapped.Reference reference : part.produced().references()) {
                if (reference.path().equals(parent)) {
                    String parentId = referred(Known.keyOf(part.row().system(), reference))
                            .orElse(id);
                    return Optional.ofNullable(outcome.rows.get(parentId))
                            .map(ObjectStore.Row::correlationId)
                            .or(() -> known.correlationOf(parentId))
                            .orElse(parentId);
                }
            }
        }
        return id;
    }

    private Ended delete(ChangeRow row) {
        Ended ended = new Ended(Fate.IGNORED, "was never known here");
        for (CrossReferences.Link link : known.linksOf(row)) {
            ended = deleteObject(row, link).and(ended);
        }
        return ended;
    }

    private Ended deleteObject(ChangeRow row, CrossReferences.Link link) {
        CanonicalType type = CanonicalType.named(link.key().type());
        Optional<Ended> overtaken = applied(link.key()).flatMap(applied -> overtaken(row, applied));
        if (overtaken.isPresent()) {
            return overtaken.get();
        }
        SystemConfig system = systems.get(row.system());
        if (!ownership.owns(system, type.typeName(), "*")) {
            return new Ended(Fate.IGNORED, "%s does not own %s".formatted(row.system(), type.typeName()));
        }
        Optional<ObjectStore.Row> held =
                Optional.ofNullable(outcome.rows.get(link.canonicalId())).or(() -> known.row(link.canonicalId()));
        if (held.isEmpty() || held.get().deleted()) {
            return new Ended(Fate.UNCHANGED, "gone already");
        }
        ObjectStore.Row was = held.get();
        ObjectStore.Row gone = new ObjectStore.Row(
                was.id(),
                was.type(),
                was.version() + 1,
                true,
                was.complete(),
                was.body(),
                was.writtenBy(),
                was.correlationId());
        outcome.rows.put(gone.id(), gone);
        outcome.links.put(
                link.key(),
                new CrossReferences.NewLink(link.key(), gone.id(), row.objectType(), row.ordinal(), row.token()));
        if (was.complete()) {
            changed(row, gone.id(), gone, Merge.complete(was.type(), was.body()), Optional.empty(), Set.of());
        }
        return new Ended(Fate.APPLIED, "deleted");
    }
}
