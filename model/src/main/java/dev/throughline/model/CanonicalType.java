package dev.throughline.model;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The canonical types by name: what mappings, tables and schemas call them, and the prefix of their ids. */
public enum CanonicalType {
    LEGAL_ENTITY(LegalEntity.class, "ent"),
    CUSTOMER_ACCOUNT(CustomerAccount.class, "cus"),
    CONTACT(Contact.class, "con"),
    SERVICE_ITEM(ServiceItem.class, "itm"),
    OPPORTUNITY(Opportunity.class, "opp"),
    CONTRACT(Contract.class, "ctr"),
    CONTRACT_VERSION(ContractVersion.class, "cvr"),
    RATE_CARD(RateCard.class, "rtc"),
    PROJECT(Project.class, "prj"),
    WBS_ELEMENT(WbsElement.class, "wbs"),
    MILESTONE(Milestone.class, "mil"),
    ROLE_PLACEHOLDER(RolePlaceholder.class, "rph"),
    ASSIGNMENT(Assignment.class, "asg"),
    RESOURCE(Resource.class, "res"),
    COST_RATE(CostRate.class, "crt"),
    ABSENCE(Absence.class, "abs"),
    TIME_ENTRY(TimeEntry.class, "tim"),
    EXPENSE(Expense.class, "exp"),
    USAGE_RECORD(UsageRecord.class, "use"),
    INVOICE(Invoice.class, "inv"),
    CREDIT_MEMO(CreditMemo.class, "cme"),
    PAYMENT(Payment.class, "pay"),
    ACCOUNTING_PERIOD(AccountingPeriod.class, "per"),
    DIMENSION(Dimension.class, "dim"),
    EXCHANGE_RATE(ExchangeRate.class, "fxr"),
    INTERCOMPANY_CHARGE(IntercompanyCharge.class, "icc"),
    INTERCOMPANY_POSTING(IntercompanyPosting.class, "icp"),
    REVENUE_SCHEDULE(RevenueSchedule.class, "rvs");

    private static final Map<String, CanonicalType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CanonicalType::typeName, Function.identity()));
    private static final Map<Class<?>, CanonicalType> BY_CLASS =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CanonicalType::javaType, Function.identity()));
    private static final Map<String, CanonicalType> BY_PREFIX =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CanonicalType::idPrefix, Function.identity()));

    private final Class<? extends CanonicalObject> javaType;
    private final String idPrefix;

    CanonicalType(Class<? extends CanonicalObject> javaType, String idPrefix) {
        this.javaType = javaType;
        this.idPrefix = idPrefix;
    }

    /** The name in mappings, schemas and the API, such as {@code TimeEntry}. */
    public String typeName() {
        return javaType.getSimpleName();
    }

    public Class<? extends CanonicalObject> javaType() {
        return javaType;
    }

    /** Three letters. */
    public String idPrefix() {
        return idPrefix;
    }

    /** @throws IllegalArgumentException naming the types there are */
    public static CanonicalType named(String name) {
        CanonicalType type = BY_NAME.get(name);
        if (type == null) {
            throw new IllegalArgumentException("no canonical type is called '%s'; there are %s"
                    .formatted(name, BY_NAME.keySet().stream().sorted().toList()));
        }
        return type;
    }

    public static CanonicalType of(Class<? extends CanonicalObject> javaType) {
        return BY_CLASS.get(javaType);
    }

    /** The type that an id's prefix names. @throws IllegalArgumentException when it names none */
    public static CanonicalType ofId(String id) {
        int underscore = id.indexOf('_');
        CanonicalType type = underscore < 0 ? null : BY_PREFIX.get(id.substring(0, underscore));
        if (type == null) {
            throw new IllegalArgumentException("'%s' is not a canonical id".formatted(id));
        }
        return type;
    }
}
