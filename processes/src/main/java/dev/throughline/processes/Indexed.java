package dev.throughline.processes;

import java.util.Set;

/** The attributes that {@link Facts#find} can look for; storage keeps an index for each. Names are {@code Type.attribute}. */
public final class Indexed {
    public static final Set<String> ATTRIBUTES = Set.of(
            "LegalEntity.code",
            "ServiceItem.code",
            "RateCard.code",
            "Contract.number",
            "Contract.opportunity",
            "ContractVersion.contract",
            "ContractVersion.rateCard",
            "Project.contract",
            "Project.opportunity",
            "Project.customer",
            "Milestone.project",
            "WbsElement.project",
            "Assignment.project",
            "CostRate.resource",
            "Absence.resource",
            "Opportunity.account",
            "Opportunity.rateCard",
            "CustomerAccount.number",
            "CustomerAccount.parent",
            "Invoice.project",
            "Invoice.customer",
            "Payment.reference",
            "Resource.email",
            "IntercompanyCharge.entry",
            "IntercompanyCharge.resource",
            "RevenueSchedule.project",
            "Dimension.code",
            "ExchangeRate.on",
            "AccountingPeriod.closed");

    private Indexed() {}
}
