package dev.throughline.processes.quotetoproject;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import org.joda.money.Money;

/**
 * What a deal is being made into, and the terms that it had when that was decided.
 *
 * @param ownContract whether the hub made the contract, since no system brought one
 * @param found       whether the project was there already and needs no creating
 */
public record Plan(
        Ref<Contract> contract,
        Ref<ContractVersion> version,
        Ref<Project> project,
        Ref<CustomerAccount> customer,
        Ref<LegalEntity> entity,
        Money value,
        boolean ownContract,
        boolean found) {
    /** The same plan with the terms that the deal has now; what the deal does not say stays. */
    Plan withTermsOf(Opportunity deal) {
        return new Plan(
                contract,
                version,
                project,
                deal.account().orElse(customer),
                deal.legalEntity().orElse(entity),
                deal.amount().orElse(value),
                ownContract,
                found);
    }

    boolean sameTerms(Plan other) {
        return customer.equals(other.customer) && entity.equals(other.entity) && value.equals(other.value);
    }
}
