package dev.throughline.model;

/**
 * Something that the firm's systems speak of, in the hub's one language. A closed set: a new type is added here and in {@link CanonicalType}, and every place that must answer
 * for it stops the build. An object never holds its own id: that is a {@link Ref}, and the pair is a {@link Stored}.
 */
public sealed interface CanonicalObject
        permits LegalEntity,
                CustomerAccount,
                Contact,
                ServiceItem,
                Opportunity,
                Contract,
                ContractVersion,
                RateCard,
                Project,
                WbsElement,
                Milestone,
                RolePlaceholder,
                Assignment,
                Resource,
                CostRate,
                Absence,
                TimeEntry,
                Expense,
                UsageRecord,
                Invoice,
                CreditMemo,
                Payment,
                AccountingPeriod,
                Dimension,
                ExchangeRate,
                IntercompanyCharge,
                IntercompanyPosting,
                RevenueSchedule {}
