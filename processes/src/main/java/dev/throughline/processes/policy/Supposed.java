package dev.throughline.processes.policy;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Invoice;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.OpenLine;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;

/** The few things that an example's case is about. Nothing else is known: the ledger is empty, nothing waits, no system holds anything. */
public final class Supposed implements Facts {
    private final Record policy;
    private final Map<String, CanonicalObject> objects = new LinkedHashMap<>();

    /** @param policy the one that is asked */
    public Supposed(Record policy) {
        this.policy = policy;
    }

    public <T extends CanonicalObject> Supposed with(Ref<T> ref, T object) {
        objects.put(ref.id(), object);
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends CanonicalObject> Optional<T> get(Ref<T> ref) {
        return Optional.ofNullable((T) objects.get(ref.id()));
    }

    /** Rate cards are found by their codes; nothing else is looked for by what a case may state. */
    @Override
    public <T extends CanonicalObject> List<Stored<T>> find(Class<T> type, String attribute, String value) {
        return objects.entrySet().stream()
                .filter(entry -> attribute.equals("RateCard.code")
                        && entry.getValue() instanceof RateCard card
                        && card.code().equals(value))
                .map(entry -> new Stored<>(new Ref<T>(entry.getKey()), 1, type.cast(entry.getValue())))
                .toList();
    }

    @Override
    public List<OpenLine> openLines(Ref<Project> project, LocalDate through) {
        return List.of();
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
    public List<OpenLine> billedLines(Ref<Project> project, LocalDate since) {
        return List.of();
    }

    @Override
    public List<OpenLine> writtenOff(Ref<Project> project) {
        return List.of();
    }

    @Override
    public Set<String> projectsConvertedBy(String pair, LocalDate first, LocalDate last) {
        return Set.of();
    }

    @Override
    public Optional<OpenLine> line(Ref<?> source) {
        return Optional.empty();
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
        return kind.cast(policy);
    }

    @Override
    public boolean existsIn(Role role, Ref<?> ref) {
        return false;
    }
}
