package dev.throughline.processes.testing;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CostRate;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.IntercompanyCharge;
import dev.throughline.model.Invoice;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Milestone;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.RevenueSchedule;
import dev.throughline.model.Role;
import dev.throughline.model.ServiceItem;
import dev.throughline.model.Stored;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Indexed;
import dev.throughline.processes.Problem;
import dev.throughline.processes.Processes;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;

/** What a small hub would know: objects, the ledger and open problems. Real where it matters: it applies decisions as the hub must. */
public final class World implements Facts {
    private final Map<String, CanonicalObject> objects = new LinkedHashMap<>();
    private final Map<String, OpenLine> lines = new LinkedHashMap<>();
    private final List<Posting> postings = new ArrayList<>();
    private final Map<Problem.Key, Problem> open = new LinkedHashMap<>();
    private final Map<Problem.Key, String> origins = new HashMap<>();
    private final Map<Class<?>, Record> policies = new HashMap<>();
    private final Set<String> existing = new HashSet<>();

    public World() {
        Processes.policies().forEach(policy -> policies.put(policy.getClass(), policy));
    }

    public <T extends CanonicalObject> World with(Ref<T> ref, T object) {
        objects.put(ref.id(), object);
        return this;
    }

    public World without(Ref<?> ref) {
        objects.remove(ref.id());
        return this;
    }

    public World with(Record policy) {
        policies.put(policy.getClass(), policy);
        return this;
    }

    public World existing(Role role, Ref<?> ref) {
        existing.add(role + ref.id());
        return this;
    }

    /** Every object of the type, in the order in which they came to be. */
    public <T extends CanonicalObject> List<T> all(Class<T> type) {
        return objects.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    public Map<Problem.Key, Problem> problems() {
        return open;
    }

    public List<Posting> postings() {
        return postings;
    }

    public List<OpenLine> lines() {
        return List.copyOf(lines.values());
    }

    /** @param instance of the process that decided */
    public void apply(String instance, Decision<?> decision) {
        decision.problems().forEach(problem -> origins.put(problem.key(), instance));
        apply(decision);
    }

    /** In the order that {@link Decision} states. */
    public void apply(Decision<?> decision) {
        decision.stores().forEach(store -> objects.put(store.ref().id(), store.object()));
        decision.postings().forEach(this::apply);
        for (var resolved : decision.resolved()) {
            open.keySet()
                    .removeIf(
                            key -> (resolved.code().isEmpty() || resolved.code().equals(key.code()))
                                    && resolved.subject().stream().allMatch(key.subject()::equals));
        }
        decision.problems().forEach(problem -> open.put(problem.key(), problem));
    }

    private void apply(Posting posting) {
        postings.add(posting);
        var id = posting.line().source().id();
        var balances = new EnumMap<Place, Balance>(Place.class);
        Optional.ofNullable(lines.get(id)).ifPresent(line -> balances.putAll(line.balances()));
        add(balances, posting.from(), posting, -1);
        add(balances, posting.to(), posting, 1);
        lines.put(id, new OpenLine(posting.line(), balances));
    }

    private static void add(Map<Place, Balance> balances, Place place, Posting posting, int sign) {
        if (place == Place.OUTSIDE) {
            return;
        }
        var before = balances.get(place);
        var quantity = posting.quantity().multiply(BigDecimal.valueOf(sign));
        var amount = posting.amount().multipliedBy(sign);
        var now = before == null
                ? new Balance(quantity, amount)
                : new Balance(before.quantity().add(quantity), before.amount().plus(amount));
        if (now.quantity().signum() < 0) {
            throw new IllegalStateException("%s leaves less than nothing in %s".formatted(posting, place));
        }
        if (now.quantity().signum() == 0 && now.amount().isZero()) {
            balances.remove(place);
        } else {
            balances.put(place, now);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends CanonicalObject> Optional<T> get(Ref<T> ref) {
        return Optional.ofNullable((T) objects.get(ref.id()));
    }

    @Override
    public <T extends CanonicalObject> List<Stored<T>> find(Class<T> type, String attribute, String value) {
        if (!Indexed.ATTRIBUTES.contains(attribute)) {
            throw new IllegalArgumentException(attribute + " is not indexed");
        }
        return objects.entrySet().stream()
                .filter(entry -> CanonicalType.of(entry.getValue().getClass()).javaType() == type)
                .filter(entry -> attribute(attribute, entry.getValue()).anyMatch(value::equals))
                .map(entry -> new Stored<>(new Ref<T>(entry.getKey()), 1, type.cast(entry.getValue())))
                .toList();
    }

    private static Stream<String> attribute(String attribute, CanonicalObject object) {
        return switch (object) {
            case LegalEntity entity -> Stream.of(entity.code());
            case ServiceItem item -> Stream.of(item.code());
            case RateCard card -> Stream.of(card.code());
            case Contract contract when attribute.equals("Contract.number") -> Stream.of(contract.number());
            case dev.throughline.model.Payment payment -> payment.reference().stream();
            case Contract contract -> contract.opportunity().stream().map(Ref::id);
            case ContractVersion version
            when attribute.equals("ContractVersion.contract") ->
                Stream.of(version.contract().id());
            case ContractVersion version -> version.rateCard().stream();
            case Project project ->
                switch (attribute) {
                    case "Project.contract" -> project.contract().stream().map(Ref::id);
                    case "Project.opportunity" -> project.opportunity().stream().map(Ref::id);
                    default -> project.customer().stream().map(Ref::id);
                };
            case Milestone milestone -> Stream.of(milestone.project().id());
            case dev.throughline.model.Assignment assignment ->
                Stream.of(assignment.project().id());
            case CostRate rate -> Stream.of(rate.resource().id());
            case dev.throughline.model.Absence absence ->
                Stream.of(absence.resource().id());
            case Opportunity deal
            when attribute.equals("Opportunity.account") ->
                deal.account().stream().map(Ref::id);
            case Opportunity deal -> deal.rateCard().stream();
            case CustomerAccount account
            when attribute.equals("CustomerAccount.parent") ->
                account.parent().stream().map(Ref::id);
            case CustomerAccount account -> account.number().stream();
            case Invoice invoice
            when attribute.equals("Invoice.project") ->
                invoice.project().stream().map(Ref::id);
            case Invoice invoice -> Stream.of(invoice.customer().id());
            case Resource resource -> resource.email().stream();
            case dev.throughline.model.ExchangeRate rate -> Stream.of(rate.on().toString());
            case dev.throughline.model.AccountingPeriod period -> Stream.of(Boolean.toString(period.closed()));
            case IntercompanyCharge charge
            when attribute.equals("IntercompanyCharge.entry") ->
                Stream.of(charge.entry().id());
            case IntercompanyCharge charge -> Stream.of(charge.resource().id());
            case RevenueSchedule revenue -> revenue.project().stream().map(Ref::id);
            default -> Stream.empty();
        };
    }

    @Override
    public List<OpenLine> openLines(Ref<Project> project, LocalDate through) {
        return lines.values().stream()
                .filter(line -> line.line().project().equals(project))
                .filter(line -> !line.line().workedOn().isAfter(through))
                .filter(line -> line.balances().containsKey(Place.UNBILLED)
                        || line.balances().containsKey(Place.HELD))
                .sorted(Comparator.comparing(line -> line.line().workedOn()))
                .toList();
    }

    @Override
    public List<Total> totals(Ref<Project> project, CurrencyUnit currency) {
        var totals = new ArrayList<Total>();
        lines.values().stream()
                .filter(line -> line.line().project().equals(project))
                .forEach(line -> line.balances().forEach((place, balance) -> {
                    if (balance.amount().getCurrencyUnit().equals(currency)) {
                        totals.add(new Total(line.line().phase(), line.line().role(), place, balance.amount()));
                    }
                }));
        return totals;
    }

    @Override
    public List<OpenLine> covered(Ref<Project> project) {
        return lines.values().stream()
                .filter(line -> line.line().project().equals(project))
                .filter(line -> line.balances().containsKey(Place.COVERED))
                .sorted(Comparator.comparing(line -> line.line().workedOn()))
                .toList();
    }

    @Override
    public Optional<OpenLine> line(Ref<?> source) {
        return Optional.ofNullable(lines.get(source.id()));
    }

    @Override
    public List<OpenLine> linesOn(Ref<Invoice> invoice) {
        Set<Place> onInvoice = Set.of(Place.POSTING, Place.BILLED, Place.PAID);
        var latest = new LinkedHashMap<String, Posting>();
        postings.forEach(posting -> latest.put(posting.line().source().id(), posting));
        return latest.values().stream()
                .filter(posting -> posting.invoice().equals(Optional.of(invoice)) && onInvoice.contains(posting.to()))
                .map(posting -> lines.get(posting.line().source().id()))
                .toList();
    }

    @Override
    public Set<String> projectsConvertedBy(String pair, LocalDate first, LocalDate last) {
        return lines.values().stream()
                .filter(line -> line.balances().keySet().stream()
                        .anyMatch(Set.of(Place.UNBILLED, Place.HELD, Place.COVERED)::contains))
                .filter(line -> line.line().converted().stream()
                        .map(one -> one.quote())
                        .anyMatch(quote -> quote.pairs().contains(pair)
                                && !quote.on().isBefore(first)
                                && !quote.on().isAfter(last)))
                .map(line -> line.line().project().id())
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> heldBecauseOf(String processType, Ref<?> subject) {
        return open.keySet().stream()
                .filter(key -> key.subject().equals(subject.id()))
                .flatMap(key -> Optional.ofNullable(origins.get(key)).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public <P extends Record> P policy(Class<P> kind) {
        return kind.cast(policies.get(kind));
    }

    @Override
    public boolean existsIn(Role role, Ref<?> ref) {
        return existing.contains(role + ref.id());
    }
}
