package dev.throughline.processes.agreementcheck;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.Process;
import dev.throughline.processes.agreementcheck.AgreementState.Faulty;
import dev.throughline.processes.agreementcheck.AgreementState.LetBe;
import dev.throughline.processes.agreementcheck.AgreementState.Sound;
import dev.throughline.processes.agreementcheck.AgreementStep.Elsewhere;
import dev.throughline.processes.agreementcheck.AgreementStep.Look;
import dev.throughline.processes.agreementcheck.AgreementStep.Skipped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells of rate cards and contract versions that cannot be kept, when they come and not only when an hour meets them. It changes nothing: what is at fault holds the work that
 * it prices, and the telling ends when it is mended. One instance for each rate card and each contract, by its canonical id.
 */
public final class AgreementCheck implements Process<AgreementState> {
    public static final String TYPE = "agreement-check";

    private record Given(AgreementState state, AgreementStep step) {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<AgreementState> stateType() {
        return AgreementState.class;
    }

    @Override
    public AgreementState initial(String key) {
        return new Sound();
    }

    @Override
    public Set<String> concernedBy(CanonicalEvent event, Facts facts) {
        return switch (event) {
            case ObjectChanged changed ->
                Stream.concat(changed.before().stream(), changed.after().stream())
                        .flatMap(object -> keys(object, changed.ref(), facts))
                        .collect(Collectors.toUnmodifiableSet());
            case Asked asked ->
                asked.request() instanceof Request.OfInstance one && one.isOf(TYPE)
                        ? Set.of(one.processKey())
                        : Set.of();
            case CommandSettled _, TimerFired _ -> Set.of();
        };
    }

    private static Stream<String> keys(CanonicalObject object, Ref<?> ref, Facts facts) {
        return switch (object) {
            // Cards that bear its code, now or before, may be at odds with it.
            case RateCard card ->
                Stream.concat(
                        Stream.of(ref.id()),
                        facts.find(RateCard.class, "RateCard.code", card.code()).stream()
                                .map(found -> found.ref().id()));
            case Contract _ -> Stream.of(ref.id());
            case ContractVersion version -> Stream.of(version.contract().id());
            default -> Stream.empty();
        };
    }

    @Override
    public Decision<AgreementState> decide(String key, AgreementState state, CanonicalEvent event, Facts facts) {
        return switch (new Given(state, AgreementStep.of(event))) {
            case Given(var _, Look _) -> look(key, state, facts);
            case Given(Faulty _, Skipped(var by, var reason)) ->
                Decision.<AgreementState>to(new LetBe(by, reason)).resolveAll();
            case Given(Sound _, Skipped _) -> Decision.ignore(state, "nothing is known against it");
            case Given(LetBe(var by, var _), Skipped _) -> Decision.ignore(state, by + " let it be already");
            case Given(var _, Elsewhere _) -> Decision.ignore(state, "no step of this workflow");
        };
    }

    private static Decision<AgreementState> look(String key, AgreementState state, Facts facts) {
        var problems = problems(key, facts);
        if (problems.isEmpty()) {
            return state instanceof Sound
                    ? Decision.ignore(state, "nothing is known against it")
                    : Decision.<AgreementState>to(new Sound()).resolveAll();
        }
        return Decision.<AgreementState>to(new Faulty(problems.size()))
                .resolveAll()
                .raise(problems);
    }

    private static List<Problem> problems(String key, Facts facts) {
        return CanonicalType.ofId(key) == CanonicalType.RATE_CARD
                ? CardProblems.of(new Ref<>(key), facts)
                : VersionProblems.of(new Ref<>(key), facts);
    }
}
