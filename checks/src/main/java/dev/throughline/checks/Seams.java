package dev.throughline.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/**
 * Where time, chance and waiting come in. Everywhere else they are handed in, so that a test, a replay and a simulation under a seed get the same answer twice. A class that may
 * do otherwise stands here with its reason.
 */
public final class Seams {
    private static final Set<String> CLOCKED = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.ZonedDateTime",
            "java.time.OffsetDateTime",
            "java.time.LocalTime",
            "java.time.Year",
            "java.time.YearMonth");

    /** May draw ids by chance: nothing is decided by them, and nothing is found again by drawing them twice. */
    private static final Map<String, String> DRAW_IDS = Map.of(
            "dev.throughline.hub.Hub",
            "names what a person asks by hand (a replay, an edited lookup row): asking twice is two askings; the asker's Idempotency-Key makes them one");

    /** May draw without a seed: no outcome hangs on it. */
    private static final Map<String, String> DRAW = Map.of(
            "dev.throughline.hub.observe.FateCounter",
            "spreads a counter over slots so that writers do not wait for each other; only the sum of the slots is ever read");

    /** May sleep. */
    private static final Map<String, String> SLEEP = Map.of();

    private Seams() {}

    public static final ArchRule TIME_IS_HANDED_IN = noClasses()
            .that()
            .resideInAPackage("dev.throughline..")
            .should()
            .callMethodWhere(described("asks the system for the present", call -> clocked(call)))
            .because(
                    "a record's time decides what is late, overdue or superseded, and a replay must decide the same:"
                            + " take a java.time.InstantSource in the constructor and ask that; for a span that is only measured use System.nanoTime()");

    public static final ArchRule IDS_ARE_DERIVED = noClasses()
            .that(areNot(DRAW_IDS))
            .should()
            .callMethodWhere(described(
                    "draws a random UUID",
                    call -> owner(call).equals("java.util.UUID")
                            && call.getName().equals("randomUUID")))
            .because(
                    "after a crash the same work must find the same id, or it is done twice:"
                            + " derive it from the record or the decision; where chance is right, add the class to Seams.DRAW_IDS with its reason");

    public static final ArchRule CHANCE_HAS_A_SEED = noClasses()
            .that(areNot(DRAW))
            .should()
            .callMethodWhere(described(
                    "draws without a seed",
                    call -> owner(call).equals("java.lang.Math")
                                    && call.getName().equals("random")
                            || owner(call).equals("java.util.concurrent.ThreadLocalRandom")))
            .because(
                    "a failure that a seed cannot repeat cannot be mended: take a java.util.random.RandomGenerator;"
                            + " for secrets use java.security.SecureRandom; where no outcome hangs on it, add the class to Seams.DRAW with its reason");

    public static final ArchRule NOBODY_SLEEPS = noClasses()
            .that(areNot(SLEEP))
            .should()
            .callMethodWhere(described(
                    "sleeps",
                    call -> owner(call).equals("java.lang.Thread")
                            && call.getName().equals("sleep")))
            .because(
                    "a sleeper hears neither news nor the end: wait on a condition with a limit (a queue's poll, a latch, Signal),"
                            + " or make it a timer; where a blocking pause is right, add the class to Seams.SLEEP with its reason");

    private static boolean clocked(JavaCall<?> call) {
        String owner = owner(call);
        return CLOCKED.contains(owner) && call.getName().equals("now")
                || owner.equals("java.lang.System") && call.getName().equals("currentTimeMillis");
    }

    private static String owner(JavaCall<?> call) {
        return call.getTargetOwner().getFullName();
    }

    /** Also the classes inside a named one. */
    private static DescribedPredicate<JavaClass> areNot(Map<String, String> seams) {
        return DescribedPredicate.describe(
                "are not a named seam",
                type -> seams.keySet().stream()
                        .noneMatch(name -> type.getFullName().equals(name)
                                || type.getFullName().startsWith(name + "$")));
    }

    private static DescribedPredicate<JavaCall<?>> described(
            String says, java.util.function.Predicate<JavaCall<?>> predicate) {
        return DescribedPredicate.describe(says, predicate);
    }
}
