package dev.throughline.processes.quotetoproject;

import dev.throughline.model.BillingModel;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import java.time.LocalDate;
import org.joda.money.Money;

/** A won deal that lacks nothing. */
record Deal(
        Ref<Opportunity> ref,
        Opportunity opportunity,
        Ref<CustomerAccount> customer,
        CustomerAccount account,
        Ref<LegalEntity> entity,
        Money value,
        BillingModel billingModel,
        String serviceLine,
        String paymentTerms,
        DeliveryTemplate template,
        LocalDate startsOn) {}
