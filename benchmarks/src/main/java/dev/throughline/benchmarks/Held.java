package dev.throughline.benchmarks;

import dev.throughline.hub.decide.Policies;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Invoice;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;

/** What the pure core is told and what it posts, in memory: one project, so that its deciders are measured and nothing else. */
final class Held implements Facts {
    private static final TenantId TENANT = new TenantId("bench");

    private final Policies policies = new Policies(List.of());
    private final Map<String, CanonicalObject> objects = new HashMap<>();
    private final Map<String, CanonicalObject> agreed = new LinkedHashMap<>();
    private final Map<String, OpenLine> lines = new LinkedHashMap<>();

    <T extends CanonicalObject> void with(Ref<T> ref, T object) {
        objects.put(ref.id(), object);
        if (object instanceof RateCard || object instanceof ContractVersion || object instanceof Project) {
            agreed.put(ref.id(), object);
        }
    }

    /** Stores and posts what was decided. */
    void apply(Decision<?> decision) {
        decision.stores().forEach(store -> objects.put(store.ref().id(), store.object()));
        decision.postings().forEach(this::apply);
    }

    private void apply(Posting posting) {
        String id = posting.line().source().id();
        Map<Place, Balance> balances = new EnumMap<>(Place.class);
        Optional.ofNullable(lines.get(id)).ifPresent(line -> balances.putAll(line.balances()));
        add(balances, posting.from(), posting, -1);
        add(balances, posting.to(), posting, 1);
        lines.put(id, new OpenLine(posting.line(), balances));
    }

    private static void add(Map<Place, Balance> balances, Place place, Posting posting, int sign) {
        if (place == Place.OUTSIDE) {
            return;
        }
        var moved = new Balance(
                posting.quantity().multiply(BigDecimal.valueOf(sign)),
                posting.amount().multipliedBy(sign));
        var now = balances.merge(
                place,
                moved,
                (one, other) -> new Balance(
                        one.quantity().add(other.quantity()), one.amount().plus(other.amount())));
        if (now.quantity().signum() == 0 && now.amount().isZero()) {
            balances.remove(place);
        }
    }

    long standing(Place place) {
        return lines.values().stream()
                .filter(line -> line.balances().containsKey(place))
                .count();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends CanonicalObject> Optional<T> get(Ref<T> ref) {
        return Optional.ofNullable((T) objects.get(ref.id()));
    }

    @Override
    public <T extends CanonicalObject> List<Stored<T>> find(Class<T> type, String attribute, String value) {
        return agreed.entrySet().stream()
                .filter(entry -> switch (entry.getValue()) {
                    case RateCard card ->
                        attribute.equals("RateCard.code") && card.code().equals(value);
                    case ContractVersion version ->
                        attribute.equals("ContractVersion.contract")
                                && version.contract().id().equals(value);
                    case Project project ->
                        attribute.equals("Project.contract")
                                && project.contract().map(Ref::id).equals(Optional.of(value));
                    default -> false;
                })
                .map(entry -> new Stored<>(new Ref<T>(entry.getKey()), 1, type.cast(entry.getValue())))
                .toList();
    }

    @Override
    public List<OpenLine> openLines(Ref<Project> project, LocalDate through) {
        return lines.values().stream()
                .filter(line -> line.balances().containsKey(Place.UNBILLED)
                        || line.balances().containsKey(Place.HELD))
                .sorted(Comparator.comparing(line -> line.line().workedOn()))
                .toList();
    }

    @Override
    public List<Total> totals(Ref<Project> project, CurrencyUnit currency) {
        return List.of();
    }

    @Override
    public List<OpenLine> covered(Ref<Project> project) {
        return List.of();
    }

    @Override
    public List<OpenLine> corrections(Ref<Project> project) {
        return List.of();
    }

    @Override
    public List<OpenLine> writtenOff(Ref<Project> project) {
        return List.of();
    }

    /** None: a bench never prices anew what was billed. */
    @Override
    public List<OpenLine> billedLines(Ref<Project> project, LocalDate since) {
        return List.of();
    }

    @Override
    public Set<String> projectsConvertedBy(String pair, LocalDate first, LocalDate last) {
        return Set.of();
    }

    @Override
    public Optional<OpenLine> line(Ref<?> source) {
        return Optional.ofNullable(lines.get(source.id()));
    }

    @Override
    public List<OpenLine> linesOn(Ref<Invoice> invoice) {
        return List.of();
    }

    @Override
    public Set<String> heldBecauseOf(String processType, Ref<?> subject) {
        return Set.of();
    }

    @Override
    public <P extends Record> P policy(Class<P> kind, Optional<Ref<LegalEntity>> entity) {
        return policies.of(TENANT, kind);
    }

    @Override
    public boolean existsIn(Role role, Ref<?> ref) {
        return false;
    }
}
