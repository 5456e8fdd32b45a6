package dev.throughline.mapping;

/**
 * Why a record or command could not be mapped.
 *
 * @param code       stable and countable: {@code LOOKUP_MISSING}, {@code FIELD_MISSING}, {@code FIELD_INVALID}, {@code EXPRESSION_FAILED}, {@code REFERENCE_MISSING}, or what a mapping gave {@code $fail}
 * @param mapping    name and version, such as {@code salesforce/opportunity v3}
 * @param field      of the document, such as {@code amount} or {@code lines[0].unitPrice}
 * @param expression as written; empty where the field is merely missing
 * @param record     such as {@code Opportunity 006A}
 * @param owner      whose turn it is, such as {@code SALES_OPS}
 */
public record MappingProblem(
        String code,
        String mapping,
        String field,
        String expression,
        String record,
        String says,
        String remedy,
        String owner) {
    public static final String LOOKUP_MISSING = "LOOKUP_MISSING";
    public static final String FIELD_MISSING = "FIELD_MISSING";
    public static final String FIELD_INVALID = "FIELD_INVALID";
    public static final String EXPRESSION_FAILED = "EXPRESSION_FAILED";
    public static final String REFERENCE_MISSING = "REFERENCE_MISSING";

    /** The whole in one sentence, as people read it. */
    public String sentence() {
        return "%s, field %s%s, record %s: %s; %s (%s)"
                .formatted(
                        mapping,
                        field,
                        expression.isEmpty() ? "" : ", expression " + expression,
                        record,
                        says,
                        remedy,
                        owner);
    }
}
