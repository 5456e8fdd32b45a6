package dev.throughline.processes.agreementcheck;

import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.RateCardFaults;
import dev.throughline.processes.ledger.RateCardFaults.Fault;
import dev.throughline.processes.ledger.RateCardFaults.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong with a rate card, one problem for each kind of fault. */
final class CardProblems {
    private CardProblems() {}

    static List<Problem> of(Ref<RateCard> ref, Facts facts) {
        return facts.get(ref).map(card -> problems(ref, card, facts)).orElse(List.of());
    }

    private static List<Problem> problems(Ref<RateCard> ref, RateCard card, Facts facts) {
        Map<Kind, List<Fault>> byKind = new EnumMap<>(Kind.class);
        RateCardFaults.of(card)
                .forEach(fault -> byKind.computeIfAbsent(fault.kind(), _ -> new ArrayList<>())
                        .add(fault));
        var problems = new ArrayList<Problem>();
        byKind.forEach((kind, faults) -> problems.add(problem(
                code(kind),
                ref,
                "Rate card %s: %s"
                        .formatted(card.code(), faults.stream().map(Fault::says).collect(Collectors.joining("; "))),
                remedy(kind))));
        int others = facts.find(RateCard.class, "RateCard.code", card.code()).size() - 1;
        if (others > 0) {
            problems.add(
                    problem(
                            "RATE_CARD_CODE_TWICE",
                            ref,
                            "Rate card %s: %d more bear that code".formatted(card.code(), others),
                            "Give each card a code of its own, or withdraw all but one; work that it prices is held until then"));
        }
        return problems;
    }

    private static Problem problem(String code, Ref<RateCard> ref, String says, String remedy) {
        return Problem.of(code, Problem.Owner.FINANCE_OPS, ref, says, remedy);
    }

    private static String code(Kind kind) {
        return "RATE_CARD_" + kind;
    }

    private static String remedy(Kind kind) {
        return switch (kind) {
            case EMPTY -> "State its rates, or withdraw the card";
            case OVERLAP ->
                "End one of the two rates, or state more of its conditions; work that meets both is held until then";
            case GAP -> "Let one of the two rates reach the other; work of the days between is held until then";
            case BACKWARDS -> "Correct the days of the rate; it prices nothing until then";
            case NEGATIVE -> "Correct the price; work that it prices is held until then";
            case CURRENCY -> "State all rates of a card in its currency";
        };
    }
}
