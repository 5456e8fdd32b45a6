package dev.throughline.connector.testkit;

import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteResult;
import java.util.List;
import java.util.function.Supplier;

/** What is not declared is refused: as a value, or as the programming error that asking for it is. */
final class Refusals {
    private Refusals() {}

    static void assertRefused(Supplier<?> asked) {
        Object answer;
        try {
            answer = asked.get();
        } catch (IllegalArgumentException e) {
            return;
        }
        if (answer instanceof List<?> many && !many.isEmpty() && many.stream().allMatch(Refusals::isRefusal)
                || isRefusal(answer)) {
            return;
        }
        throw new AssertionError("expected a refusal (a value, or IllegalArgumentException), got " + answer);
    }

    private static boolean isRefusal(Object answer) {
        return answer instanceof WriteResult.Rejected
                || answer instanceof ReadResult.Failed failed && failed.trouble() instanceof Trouble.Refused;
    }
}
