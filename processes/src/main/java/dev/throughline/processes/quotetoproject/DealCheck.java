package dev.throughline.processes.quotetoproject;

import static dev.throughline.processes.Problem.Owner.DELIVERY_OPS;
import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;
import static dev.throughline.processes.Problem.Owner.SALES_OPS;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/** Judges a won deal by all rules at once, so that sales mends it once. */
final class DealCheck {
    private static final int YEARS_PLAUSIBLE = 30;

    private final Ref<Opportunity> ref;
    private final Opportunity deal;
    private final Facts facts;
    private final QuoteToProjectPolicy policy;
    private final List<Problem> problems = new ArrayList<>();

    private DealCheck(Ref<Opportunity> ref, Opportunity deal, Facts facts) {
        this.ref = ref;
        this.deal = deal;
        this.facts = facts;
        this.policy = facts.policy(QuoteToProjectPolicy.class, deal.legalEntity());
    }

    /** What came of it. */
    sealed interface Result {
        record Ready(Deal deal) implements Result {}

        record Faulty(List<Problem> problems) implements Result {}
    }

    static Result check(Ref<Opportunity> ref, Opportunity deal, Facts facts) {
        return new DealCheck(ref, deal, facts).check();
    }

    private Result check() {
        sow();
        var value = value();
        var model = billingModel();
        var customer = customer();
        var entity = entity();
        customer.ifPresent(account -> entity.ifPresent(ours -> taxRegistration(account, ours)));
        value.ifPresent(money -> entity.ifPresent(ours -> currency(money, ours)));
        lines(value);
        var serviceLine = serviceLine();
        var template = serviceLine.flatMap(this::template);
        var terms = paymentTerms(customer);
        var startsOn = startsOn();
        rateCard(model, template, startsOn, value);
        if (!problems.isEmpty()) {
            return new Result.Faulty(problems);
        }
        return new Result.Ready(new Deal(
                ref,
                deal,
                deal.account().orElseThrow(),
                customer.orElseThrow(),
                deal.legalEntity().orElseThrow(),
                value.orElseThrow(),
                model.orElseThrow(),
                serviceLine.orElseThrow(),
                terms.orElseThrow(),
                template.orElseThrow(),
                startsOn.orElseThrow()));
    }

    private void sow() {
        switch (deal.sow()) {
            case APPROVED -> {}
            case REJECTED ->
                sales(
                        "SOW_REJECTED",
                        "its statement of work was rejected",
                        "Agree a new statement of work, or set the deal to lost");
            case NONE, DRAFT, IN_REVIEW -> {
                if (policy.requireApprovedSow()) {
                    sales(
                            "SOW_NOT_APPROVED",
                            "its statement of work is not approved yet (it is %s)".formatted(deal.sow()),
                            "Have the statement of work approved; the project then starts by itself");
                }
            }
        }
    }

    private Optional<Money> value() {
        var value = deal.amount().or(this::contracted);
        if (value.isEmpty()) {
            sales("AMOUNT_MISSING", "it has no amount", "Enter the deal's amount and currency");
        } else if (value.get().isNegative()) {
            sales("AMOUNT_NEGATIVE", "its amount is below zero", "Correct the deal's amount");
        }
        return value;
    }

    /** Where the deal names no amount, its contract's first version does. */
    private Optional<Money> contracted() {
        return facts.find(Contract.class, "Contract.opportunity", ref.id()).stream()
                .flatMap(contract ->
                        facts
                                .find(
                                        ContractVersion.class,
                                        "ContractVersion.contract",
                                        contract.ref().id())
                                .stream())
                .map(Stored::body)
                .min(Comparator.comparing(ContractVersion::number))
                .map(ContractVersion::value);
    }

    private Optional<BillingModel> billingModel() {
        if (deal.billingModel().isEmpty()) {
            sales("BILLING_MODEL_MISSING", "it does not say how it is billed", "Choose the contract type of the deal");
        } else if (!policy.billingModels().contains(deal.billingModel().get())) {
            sales(
                    "BILLING_MODEL_NOT_SOLD",
                    "it is billed as %s, which policy does not allow"
                            .formatted(deal.billingModel().get()),
                    "Choose one of %s, or have the policy billingModels extended".formatted(policy.billingModels()));
        }
        return deal.billingModel();
    }

    private Optional<CustomerAccount> customer() {
        if (deal.account().isEmpty()) {
            sales("CUSTOMER_MISSING", "it names no customer", "Link the deal to its account");
            return Optional.empty();
        }
        var customerRef = deal.account().get();
        var customer = facts.get(customerRef);
        if (customer.isEmpty()) {
            sales(
                    "CUSTOMER_UNKNOWN",
                    "its customer %s is not known here".formatted(customerRef),
                    "Restore the account in sales, or link the deal to another");
            return customer;
        }
        if (customer.get().status() == CustomerAccount.Status.INACTIVE) {
            raise(
                    "CUSTOMER_INACTIVE",
                    SALES_OPS,
                    customerRef,
                    "its customer %s is inactive".formatted(customer.get().name()),
                    "Reactivate the account, or link the deal to another");
        }
        if (customer.get().creditHold()) {
            raise(
                    "CUSTOMER_ON_CREDIT_HOLD",
                    FINANCE_OPS,
                    customerRef,
                    "its customer %s is on credit hold".formatted(customer.get().name()),
                    "Collect what is due and release the hold in finance; the project then starts by itself");
        }
        return customer;
    }

    private Optional<LegalEntity> entity() {
        if (deal.legalEntity().isEmpty()) {
            sales("LEGAL_ENTITY_MISSING", "it names no legal entity", "Choose the company that sells");
            return Optional.empty();
        }
        var entityRef = deal.legalEntity().get();
        var entity = facts.get(entityRef);
        if (entity.isEmpty()) {
            raise(
                    "LEGAL_ENTITY_UNKNOWN",
                    FINANCE_OPS,
                    entityRef,
                    "its legal entity %s is not known here".formatted(entityRef),
                    "Set the entity up in finance, or choose another on the deal");
        } else if (!entity.get().active()) {
            raise(
                    "LEGAL_ENTITY_INACTIVE",
                    FINANCE_OPS,
                    entityRef,
                    "its legal entity %s is inactive".formatted(entity.get().code()),
                    "Reactivate the entity, or choose another on the deal");
        }
        return entity;
    }

    private void taxRegistration(CustomerAccount customer, LegalEntity entity) {
        if (!policy.taxRegistrationCountries().contains(entity.country())) {
            return;
        }
        var customerRef = deal.account().orElseThrow();
        if (customer.country().isEmpty()) {
            raise(
                    "CUSTOMER_COUNTRY_MISSING",
                    FINANCE_OPS,
                    customerRef,
                    "its customer %s has no country, which decides the tax of entity %s"
                            .formatted(customer.name(), entity.code()),
                    "Enter the country of the account");
        } else if (policy.taxRegistrationCountries().contains(customer.country().get())
                && customer.taxRegistration().filter(text -> !text.isBlank()).isEmpty()) {
            raise(
                    "CUSTOMER_TAX_REGISTRATION_MISSING",
                    FINANCE_OPS,
                    customerRef,
                    "its customer %s (%s) has no tax registration, which entity %s needs to invoice it"
                            .formatted(customer.name(), customer.country().get(), entity.code()),
                    "Ask the customer for its VAT number and enter it on the account");
        }
    }

    private void currency(Money value, LegalEntity entity) {
        var allowed = policy.currencies()
                .getOrDefault(entity.code(), List.of(entity.currency().getCode()));
        if (!allowed.contains(value.getCurrencyUnit().getCode())) {
            sales(
                    "CURRENCY_NOT_ALLOWED",
                    "it is in %s, but entity %s sells in %s".formatted(value.getCurrencyUnit(), entity.code(), allowed),
                    "Change the currency or the entity of the deal, or have the policy currencies extended");
        }
    }

    private void lines(Optional<Money> value) {
        if (policy.requireLines() && deal.lines().isEmpty()) {
            sales("LINES_MISSING", "it has no line that says what was sold", "Add the services sold to the deal");
        }
        var lines = new LinesCheck(ref, deal, facts);
        lines.unmatched().ifPresent(problems::add);
        problems.addAll(lines.inactive());
        value.flatMap(lines::otherCurrency).ifPresent(problems::add);
    }

    private Optional<String> serviceLine() {
        if (deal.serviceLine().isEmpty()) {
            sales("SERVICE_LINE_MISSING", "it names no service line", "Choose the practice that delivers it");
        } else if (!policy.serviceLines().isEmpty()
                && !policy.serviceLines().contains(deal.serviceLine().get())) {
            sales(
                    "SERVICE_LINE_UNKNOWN",
                    "its service line '%s' is not one of %s"
                            .formatted(deal.serviceLine().get(), policy.serviceLines()),
                    "Choose a known service line, or have the policy serviceLines extended");
            return Optional.empty();
        }
        return deal.serviceLine();
    }

    private Optional<DeliveryTemplate> template(String serviceLine) {
        var name = deal.deliveryTemplate()
                .or(() -> Optional.ofNullable(policy.templateByServiceLine().get(serviceLine)))
                .or(policy::defaultTemplate);
        var template = name.flatMap(policy::template);
        if (template.isEmpty()) {
            raise(
                    "DELIVERY_TEMPLATE_MISSING",
                    DELIVERY_OPS,
                    ref,
                    name.map("its delivery template '%s' does not exist"::formatted)
                            .orElse("service line '%s' has no delivery template".formatted(serviceLine)),
                    "Add the template to the policy, or choose another on the deal");
        }
        return template;
    }

    private Optional<String> paymentTerms(Optional<CustomerAccount> customer) {
        var terms = deal.paymentTerms()
                .or(() -> customer.flatMap(CustomerAccount::paymentTerms))
                .or(policy::defaultPaymentTerms);
        if (terms.isEmpty()) {
            sales("PAYMENT_TERMS_MISSING", "it has no payment terms", "Enter payment terms on the deal or the account");
        } else if (!policy.paymentTerms().isEmpty() && !policy.paymentTerms().contains(terms.get())) {
            raise(
                    "PAYMENT_TERMS_UNKNOWN",
                    FINANCE_OPS,
                    ref,
                    "its payment terms '%s' are not known to finance".formatted(terms.get()),
                    "Choose one of %s, or add the terms in finance and to the policy".formatted(policy.paymentTerms()));
        }
        return terms;
    }

    private Optional<LocalDate> startsOn() {
        var startsOn = deal.startsOn().or(deal::closesOn);
        if (startsOn.isEmpty()) {
            sales("START_DATE_MISSING", "it has neither a start nor a close date", "Enter when the work starts");
            return startsOn;
        }
        var endsOn = deal.endsOn().orElse(startsOn.get());
        if (endsOn.isBefore(startsOn.get())) {
            sales(
                    "DATES_REVERSED",
                    "it ends on %s, before it starts on %s".formatted(endsOn, startsOn.get()),
                    "Correct the start or the end of the work");
        } else if (endsOn.isAfter(startsOn.get().plusYears(YEARS_PLAUSIBLE))) {
            sales(
                    "DATES_IMPLAUSIBLE",
                    "it runs from %s to %s, more than %d years".formatted(startsOn.get(), endsOn, YEARS_PLAUSIBLE),
                    "Correct the start or the end of the work");
        }
        return startsOn;
    }

    private void rateCard(
            Optional<BillingModel> model,
            Optional<DeliveryTemplate> template,
            Optional<LocalDate> startsOn,
            Optional<Money> value) {
        if (policy.requireRateCard() && model.equals(Optional.of(BillingModel.TIME_AND_MATERIALS))) {
            new RateCardCheck(ref, deal, facts)
                    .problems(template, startsOn, value)
                    .forEach(problems::add);
        }
    }

    private void sales(String code, String says, String remedy) {
        raise(code, SALES_OPS, ref, says, remedy);
    }

    private void raise(String code, Problem.Owner owner, Ref<?> subject, String says, String remedy) {
        problems.add(DealProblems.of(code, owner, subject, deal, says, remedy));
    }
}
