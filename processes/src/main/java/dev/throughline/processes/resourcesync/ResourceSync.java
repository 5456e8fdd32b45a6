package dev.throughline.processes.resourcesync;

import dev.throughline.model.Absence;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CostRate;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
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
import java.util.Comparator;
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
        var today = day(event.header().at());
        var shown = asOf(today, person.get());
        var ensured = Wanted.of(new EnsureResource(ref, shown));
        if (!told.test(ensured.topic()) && neverThere(ref, shown, facts)) {
            return List.of();
        }
        var entity = shown.legalEntity();
        var wanted = new ArrayList<Wanted>();
        wanted.add(ensured);
        if (policy.costRates()) {
            inForce(rates(key, facts), today)
                    .map(rate -> Wanted.of(new PublishCostRate(rate.ref(), rate.body(), entity)))
                    .map(rate -> rate.under("PublishCostRate of " + key))
                    .ifPresent(wanted::add);
        }
        if (policy.absences()) {
            facts.find(Absence.class, "Absence.resource", key).stream()
                    .map(absence -> Wanted.of(new PublishAbsence(absence.ref(), absence.body(), entity)))
                    .filter(absence -> told.test(absence.topic()) || approved(absence.command()) && active(shown))
                    .forEach(wanted::add);
            deleted(event)
                    .map(one -> cancelled(one, entity))
                    .filter(one -> told.test(one.topic()))
                    .ifPresent(wanted::add);
        }
        return wanted;
    }

    private static boolean active(Resource person) {
        return person.status() == Resource.Status.ACTIVE;
    }

    /** Who left before delivery ever heard of the person needs no seat there to be taken away. */
    private static boolean neverThere(Ref<Resource> ref, Resource person, Facts facts) {
        return !active(person) && !facts.existsIn(Role.PSA, ref);
    }

    private static List<Stored<CostRate>> rates(String key, Facts facts) {
        return facts.find(CostRate.class, "CostRate.resource", key);
    }

    /**
     * Delivery is told one rate, the one in force: it may know no days of rates, and would take the last one that it hears, be it of last year or of next. The next rate is
     * told on its day.
     */
    private static Optional<Stored<CostRate>> inForce(List<Stored<CostRate>> rates, LocalDate day) {
        return rates.stream()
                .filter(rate -> !rate.body().effectiveFrom().isAfter(day))
                .max(Comparator.<Stored<CostRate>, LocalDate>comparing(
                                rate -> rate.body().effectiveFrom())
                        .thenComparing(rate -> rate.ref().id()));
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
        return Wanted.of(new PublishAbsence(deleted.ref(), deleted.absence().cancelled(), entity));
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

    /** The day after the last day of work is when a leaver becomes inactive, and a rate counts from its own day on. */
    @Override
    protected Optional<Instant> wakeAt(String key, Instant now, Facts facts) {
        var today = day(now);
        var leaves = facts.get(new Ref<Resource>(key)).flatMap(Resource::leftOn).map(last -> last.plusDays(1)).stream();
        var raises = rates(key, facts).stream().map(rate -> rate.body().effectiveFrom());
        return Stream.concat(leaves, raises)
                .filter(day -> day.isAfter(today))
                .min(Comparator.naturalOrder())
                .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    @Override
    protected Problem.Owner owner(Command command) {
        return Problem.Owner.PEOPLE_OPS;
    }
}
