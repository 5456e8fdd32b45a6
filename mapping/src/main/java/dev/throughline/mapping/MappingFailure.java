package dev.throughline.mapping;

/** Carries a refusal out of an expression; never leaves this package. */
final class MappingFailure extends RuntimeException {
    private final String code;
    private final String remedy;

    MappingFailure(String code, String says, String remedy) {
        super(says, null, false, false);
        this.code = code;
        this.remedy = remedy;
    }

    String code() {
        return code;
    }

    String remedy() {
        return remedy;
    }

    String says() {
        return String.valueOf(getMessage());
    }
}
