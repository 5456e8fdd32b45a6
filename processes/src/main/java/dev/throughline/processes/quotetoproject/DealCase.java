package dev.throughline.processes.quotetoproject;

import dev.throughline.model.BillingModel;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Opportunity;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.ServiceItem;
import dev.throughline.processes.Problem;
import dev.throughline.processes.policy.Supposed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * A won deal, as an example of {@link QuoteToProjectPolicy} states it. What it does not state is in order; a customer or legal entity that it states is as it is stated, and has
 * nothing else.
 *
 * @param value       10,000 in the entity's currency when absent
 * @param paymentTerms of the deal itself
 * @param lines       whether it says what was sold
 * @param rateCard    whether it names a rate card, which has a price for every role
 */
public record DealCase(
        Optional<Money> value,
        Optional<BillingModel> billingModel,
        Optional<String> serviceLine,
        Optional<Opportunity.SowStatus> sow,
        Optional<String> paymentTerms,
        Optional<String> deliveryTemplate,
        Optional<Customer> customer,
        Optional<Entity> legalEntity,
        Optional<Boolean> lines,
        Optional<Boolean> rateCard) {
    private static final Ref<Opportunity> DEAL = new Ref<>("opp_example");
    private static final Ref<CustomerAccount> CUSTOMER = new Ref<>("cus_example");
    private static final Ref<LegalEntity> ENTITY = new Ref<>("ent_example");
    private static final Ref<ServiceItem> ITEM = new Ref<>("itm_example");
    private static final Ref<RateCard> CARD = new Ref<>("rtc_example");
    private static final LocalDate DAY = LocalDate.of(2026, 1, 5);

    /** @param country ISO 3166 alpha-2 */
    public record Customer(
            Optional<String> country,
            Optional<String> taxRegistration,
            Optional<String> paymentTerms,
            Optional<Boolean> creditHold) {}

    /** @param country ISO 3166 alpha-2; @param currency the entity's own */
    public record Entity(String code, String country, CurrencyUnit currency) {}

    /**
     * @param problems codes, in the order of the alphabet; none when it becomes a project
     * @param template by which delivery sets it up, when it does
     */
    public record Judged(List<String> problems, Optional<String> template, Optional<String> paymentTerms) {}

    Judged judged(QuoteToProjectPolicy policy) {
        var entity = legalEntity.orElse(new Entity("ONE", "US", CurrencyUnit.USD));
        var worth = value.orElse(Money.of(entity.currency(), 10_000));
        var facts = new Supposed(policy)
                .with(ENTITY, entity(entity))
                .with(CUSTOMER, account(entity))
                .with(ITEM, item())
                .with(CARD, card(worth));
        return switch (DealCheck.check(DEAL, deal(policy, worth), facts)) {
            case DealCheck.Result.Faulty(var problems) ->
                new Judged(problems.stream().map(Problem::code).sorted().toList(), Optional.empty(), Optional.empty());
            case DealCheck.Result.Ready(var ready) ->
                new Judged(List.of(), Optional.of(ready.template().name()), Optional.of(ready.paymentTerms()));
        };
    }

    private static LegalEntity entity(Entity entity) {
        return new LegalEntity(
                entity.code(),
                entity.code(),
                entity.country(),
                entity.currency(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private CustomerAccount account(Entity entity) {
        var stated = customer.orElse(
                new Customer(Optional.of(entity.country()), Optional.of("TAX1"), Optional.empty(), Optional.empty()));
        return new CustomerAccount(
                "Example",
                CustomerAccount.Status.ACTIVE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(ENTITY),
                stated.country(),
                Optional.empty(),
                stated.taxRegistration(),
                stated.paymentTerms(),
                Optional.empty(),
                Optional.empty(),
                stated.creditHold().orElse(false));
    }

    private static ServiceItem item() {
        return new ServiceItem(
                "EXAMPLE", "Example", ServiceItem.Kind.SERVICE, Optional.empty(), Optional.empty(), true);
    }

    private static RateCard card(Money worth) {
        return new RateCard(
                "EXAMPLE",
                worth.getCurrencyUnit(),
                List.of(new RateCard.Rate(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Money.of(worth.getCurrencyUnit(), 100))));
    }

    private Opportunity deal(QuoteToProjectPolicy policy, Money worth) {
        var sold = new Opportunity.Line(Optional.of(ITEM), "Example", BigDecimal.ONE, worth);
        return new Opportunity(
                "Example",
                Opportunity.Stage.WON,
                Optional.of(CUSTOMER),
                Optional.of(worth),
                Optional.of(DAY),
                Optional.of(ENTITY),
                billingModel.or(() -> policy.billingModels().stream().findFirst()),
                serviceLine.or(() -> policy.serviceLines().stream().findFirst().or(() -> Optional.of("advisory"))),
                rateCard.orElse(true) ? Optional.of("EXAMPLE") : Optional.empty(),
                paymentTerms,
                deliveryTemplate,
                sow.orElse(Opportunity.SowStatus.APPROVED),
                Optional.of(DAY),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                lines.orElse(true) ? List.of(sold) : List.of());
    }
}
