package dev.throughline.mapping;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One compiled JSONata expression. Thread-safe: every evaluation gets a frame of its own, because two threads that share one see each other's records through {@code $$}.
 */
final class Expression {
    static final int LENGTH_MAX = 8_000;

    private static final Map<String, Jsonata.JFunction> GUARDED = Texts.guarded();

    private final String text;
    private final Jsonata compiled;

    private Expression(String text, Jsonata compiled) {
        this.text = text;
        this.compiled = compiled;
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    static Expression compile(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "is %d characters long, at most %d are allowed".formatted(text.length(), LENGTH_MAX));
        }
        try {
            Jsonata compiled = Jsonata.jsonata(text);
            compiled.setValidateInput(false);
            Functions.ALL.values().forEach(function -> compiled.registerFunction(function.name(), function.jsonata()));
            GUARDED.forEach(compiled::registerFunction);
            return new Expression(text, compiled);
        } catch (JException e) {
            throw new IllegalArgumentException("is not JSONata: " + Words.brief(e.getDetailedErrorMessage()), e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException("is not JSONata: " + Words.brief(e.getMessage()), e);
        }
    }

    String text() {
        return text;
    }

    /** @throws MappingFailure whatever goes wrong */
    @Nullable
    Object evaluate(Object input) {
        Jsonata.Frame frame = compiled.createFrame();
        new Bounds().guard(frame);
        if (Evaluation.CURRENT.isBound()) {
            frame.bind("key", Evaluation.CURRENT.get().key());
        }
        try {
            Object value = compiled.evaluate(input, frame);
            return isNull(value) ? null : value;
        } catch (RuntimeException | StackOverflowError e) {
            throw failure(e);
        }
    }

    static boolean isNull(@Nullable Object value) {
        return value == null || value == Jsonata.NULL_VALUE;
    }

    private static MappingFailure failure(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (at instanceof MappingFailure ours) {
                return ours;
            }
        }
        String says = switch (thrown) {
            case StackOverflowError _ -> "it calls itself too deeply";
            case JException known -> Words.brief(known.getDetailedErrorMessage());
            default -> Words.brief(thrown.getMessage());
        };
        return failed(says);
    }

    static MappingFailure failed(String says) {
        return new MappingFailure(
                MappingProblem.EXPRESSION_FAILED,
                "the expression failed: " + says,
                "mend the mapping, or the record if it is not what the mapping expects");
    }
}
