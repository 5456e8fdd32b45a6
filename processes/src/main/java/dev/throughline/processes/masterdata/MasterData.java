package dev.throughline.processes.masterdata;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.ServiceItem;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.EnsureCustomer;
import dev.throughline.model.command.Command.EnsureItem;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.masterdata.MasterDataPolicy.Spread;
import dev.throughline.processes.publishing.Publisher;
import dev.throughline.processes.publishing.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A customer or item that changes in one system changes in the others that have it. One instance for each object, by canonical id. */
public final class MasterData extends Publisher {
    public static final String TYPE = "master-data";
    public static final String PARENT_MISSING = "PARENT_NOT_THERE_YET";

    public MasterData() {
        super(TYPE);
    }

    @Override
    protected Set<String> keys(ObjectChanged changed, Facts facts) {
        boolean kept = changed.type() == CanonicalType.CUSTOMER_ACCOUNT || changed.type() == CanonicalType.SERVICE_ITEM;
        return kept && changed.after().isPresent() ? Set.of(changed.ref().id()) : Set.of();
    }

    /** A customer that has come to a system lets its subsidiaries follow. */
    @Override
    protected Set<String> waitingFor(CommandSettled settled, Facts facts) {
        boolean came = settled.outcome() instanceof Outcome.Done
                && settled.command() instanceof EnsureCustomer made
                && spread(made.target(), facts) == Spread.ALWAYS;
        return came
                ? facts
                        .find(
                                CustomerAccount.class,
                                "CustomerAccount.parent",
                                settled.command().subject().id())
                        .stream()
                        .map(child -> child.ref().id())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private static Spread spread(Role target, Facts facts) {
        var policy = facts.policy(MasterDataPolicy.class);
        return switch (target) {
            case ERP -> policy.customersToFinance();
            case PSA -> policy.customersToDelivery();
            case CRM, HCM, FILES -> Spread.NEVER;
        };
    }

    @Override
    protected List<Wanted> wanted(String key, CanonicalEvent event, Facts facts, Predicate<String> told) {
        var policy = facts.policy(MasterDataPolicy.class);
        var wanted = new ArrayList<Wanted>();
        if (CanonicalType.ofId(key) == CanonicalType.CUSTOMER_ACCOUNT) {
            customer(wanted, new Ref<>(key), Role.ERP, policy.customersToFinance(), event, facts);
            customer(wanted, new Ref<>(key), Role.PSA, policy.customersToDelivery(), event, facts);
        } else {
            item(wanted, new Ref<>(key), Role.PSA, policy.itemsToDelivery(), event, facts);
            item(wanted, new Ref<>(key), Role.CRM, policy.itemsToSales(), event, facts);
        }
        return wanted;
    }

    private static void customer(
            List<Wanted> wanted,
            Ref<CustomerAccount> ref,
            Role target,
            Spread spread,
            CanonicalEvent event,
            Facts facts) {
        var customer = facts.get(ref);
        if (customer.isPresent() && reaches(spread, target, ref, facts)) {
            var account = customer.get();
            var command = new EnsureCustomer(target, ref, account, account.legalEntity());
            // The hold is finance's own word: told back to it, it would come round again.
            var shown = command.toString().replace("creditHold=" + account.creditHold(), "");
            wanted.add(Wanted.shown(command, shown)
                    .silently(hadItAlready(spread, event))
                    .lacking(spread == Spread.ALWAYS ? parentMissing(ref, account, target, facts) : Optional.empty()));
        }
    }

    /** Parents first: a system cannot hang a subsidiary on a customer that it does not have. */
    private static Optional<Problem> parentMissing(
            Ref<CustomerAccount> ref, CustomerAccount account, Role target, Facts facts) {
        return account.parent()
                .filter(parent -> !facts.existsIn(target, parent))
                .map(
                        parent -> Problem.of(
                                PARENT_MISSING,
                                target == Role.ERP ? Problem.Owner.FINANCE_OPS : Problem.Owner.INTEGRATION,
                                ref,
                                "%s waits for its parent %s, which %s does not have yet"
                                        .formatted(
                                                account.name(),
                                                facts.get(parent)
                                                        .map(CustomerAccount::name)
                                                        .orElse(parent.id()),
                                                target),
                                "Nothing, if the parent is on its way: this goes on by itself. Else mend what holds the parent"));
    }

    private static void item(
            List<Wanted> wanted, Ref<ServiceItem> ref, Role target, Spread spread, CanonicalEvent event, Facts facts) {
        var item = facts.get(ref);
        if (item.isPresent() && reaches(spread, target, ref, facts)) {
            wanted.add(Wanted.of(new EnsureItem(target, ref, item.get())).silently(hadItAlready(spread, event)));
        }
    }

    private static boolean reaches(Spread spread, Role target, Ref<?> ref, Facts facts) {
        return switch (spread) {
            case NEVER -> false;
            case IF_THERE -> facts.existsIn(target, ref);
            case ALWAYS -> true;
        };
    }

    /** On first sight of what a system has already, nothing has changed: a first load must not write everything back. */
    private static boolean hadItAlready(Spread spread, CanonicalEvent event) {
        return spread == Spread.IF_THERE
                && event instanceof ObjectChanged changed
                && changed.before().isEmpty();
    }

    @Override
    protected Problem.Owner owner(Command command) {
        return command.target() == Role.ERP ? Problem.Owner.FINANCE_OPS : Problem.Owner.INTEGRATION;
    }
}
