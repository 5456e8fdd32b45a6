package dev.throughline.processes.resourcesync;

import dev.throughline.model.Absence;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CostRate;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.EnsureResource;
import dev.throughline.model.command.Command.PublishAbsence;
import dev.throughline.model.command.Command.PublishCostRate;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.publishing.Publisher;
import dev.throughline.processes.publishing.Wanted;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Delivery knows every person that human resources knows, what an hour costs and when the person is away; who has left cannot be staffed. One instance for each person, by
 * canonical id.
 */
public final class ResourceSync extends Publisher {
    public static final String TYPE = "resource-sync";

    public ResourceSync() {
        super(TYPE);
    }

    @Override
    protected Set<String> keys(ObjectChanged changed, Facts facts) {
        return Stream.concat(changed.before().stream(), changed.after().stream())
                .flatMap(object -> person(object, changed.ref()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> person(CanonicalObject object, Ref<?> ref) {
        return switch (object) {
            case Resource _ -> Stream.of(ref.id());
            case CostRate rate -> Stream.of(rate.resource().id());
            case Absence absence -> Stream.of(absence.resource().id());
            default -> Stream.empty();
        };
    }

    @Override
    protected List<Wanted> wanted(String key, CanonicalEvent event, Facts facts, Predicate<String> told) {
        var ref = new Ref<Resource>(key);
        var person = facts.get(ref);
        if (person.isEmpty()) {
            return gone(ref, event);
        }
        var policy = facts.policy(ResourcePolicy.class);
        var entity = person.get().legalEntity();
        var wanted = new ArrayList<Wanted>();
        wanted.add(Wanted.of(new EnsureResource(ref, asOf(day(event.header().at()), person.get()))));
        if (policy.costRates()) {
            facts.find(CostRate.class, "CostRate.resource", key)
                    .forEach(rate -> wanted.add(Wanted.of(new PublishCostRate(rate.ref(), rate.body(), entity))));
        }
        if (policy.absences()) {
            facts.find(Absence.class, "Absence.resource", key).stream()
                    .map(absence -> Wanted.of(new PublishAbsence(absence.ref(), absence.body(), entity)))
                    .filter(absence -> approved(absence.command()) || told.test(absence.topic()))
                    .forEach(wanted::add);
            deleted(event)
                    .map(one -> cancelled(one, entity))
                    .filter(one -> told.test(one.topic()))
                    .ifPresent(wanted::add);
        }
        return wanted;
    }

    private static boolean approved(Command command) {
        return command instanceof PublishAbsence publish && publish.absence().status() == Absence.Status.APPROVED;
    }

    /** A person that human resources deleted stays in delivery, where work refers to it, but cannot be staffed. */
    private static List<Wanted> gone(Ref<Resource> ref, CanonicalEvent event) {
        if (event instanceof ObjectChanged changed
                && changed.ref().equals(ref)
                && changed.before().orElse(null) instanceof Resource before) {
            return List.of(Wanted.of(new EnsureResource(ref, inactive(before))));
        }
        return List.of();
    }

    private record Deleted(Ref<Absence> ref, Absence absence) {}

    private static Optional<Deleted> deleted(CanonicalEvent event) {
        return event instanceof ObjectChanged changed
                        && changed.after().isEmpty()
                        && changed.before().orElse(null) instanceof Absence absence
                ? Optional.of(new Deleted(new Ref<>(changed.ref().id()), absence))
                : Optional.empty();
    }

    private static Wanted cancelled(Deleted deleted, Optional<Ref<LegalEntity>> entity) {
        var absence = deleted.absence();
        return Wanted.of(new PublishAbsence(
                deleted.ref(),
                new Absence(
                        absence.resource(),
                        absence.from(),
                        absence.to(),
                        absence.reason(),
                        Absence.Status.CANCELLED,
                        absence.hours()),
                entity));
    }

    private static Resource asOf(LocalDate day, Resource person) {
        return person.leftOn().filter(day::isAfter).isPresent() ? inactive(person) : person;
    }

    private static Resource inactive(Resource person) {
        return new Resource(
                person.name(),
                person.kind(),
                Resource.Status.INACTIVE,
                person.number(),
                person.email(),
                person.role(),
                person.department(),
                person.practice(),
                person.location(),
                person.legalEntity(),
                person.manager(),
                person.weeklyHours(),
                person.hiredOn(),
                person.leftOn(),
                person.skills());
    }

    /** The day after the last day of work is when a leaver becomes inactive. */
    @Override
    protected Optional<Instant> wakeAt(String key, Instant now, Facts facts) {
        return facts.get(new Ref<Resource>(key))
                .flatMap(Resource::leftOn)
                .filter(day -> !day.isBefore(day(now)))
                .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    @Override
    protected Problem.Owner owner(Command command) {
        return Problem.Owner.PEOPLE_OPS;
    }
}
