package dev.throughline.processes.quotetoproject;

import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;
import static dev.throughline.processes.Problem.Owner.SALES_OPS;

import dev.throughline.model.Opportunity;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Rates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/** Whether the work of a time and materials deal has prices. */
record RateCardCheck(Ref<Opportunity> ref, Opportunity deal, Facts facts) {
    List<Problem> problems(Optional<DeliveryTemplate> template, Optional<LocalDate> startsOn, Optional<Money> value) {
        if (deal.rateCard().isEmpty()) {
            return List.of(problem(
                    "RATE_CARD_MISSING",
                    SALES_OPS,
                    ref,
                    "it is time and materials without a rate card",
                    "Choose a rate card"));
        }
        var code = deal.rateCard().get();
        var cards = facts.find(RateCard.class, "RateCard.code", code);
        if (cards.isEmpty()) {
            return List.of(problem(
                    "RATE_CARD_UNKNOWN",
                    FINANCE_OPS,
                    ref,
                    "its rate card '%s' does not exist".formatted(code),
                    "Set the rate card up, or choose another on the deal"));
        }
        return problems(cards.getFirst(), template, startsOn, value);
    }

    private List<Problem> problems(
            Stored<RateCard> card,
            Optional<DeliveryTemplate> template,
            Optional<LocalDate> startsOn,
            Optional<Money> value) {
        var found = new ArrayList<Problem>();
        var currency = card.body().currency();
        if (value.isPresent() && !value.get().getCurrencyUnit().equals(currency)) {
            found.add(problem(
                    "RATE_CARD_CURRENCY_DIFFERS",
                    SALES_OPS,
                    card.ref(),
                    "rate card %s is in %s, the deal in %s"
                            .formatted(card.body().code(), currency, value.get().getCurrencyUnit()),
                    "Choose a rate card in the deal's currency"));
        }
        template.ifPresent(
                setUp -> startsOn.flatMap(day -> uncovered(card, setUp, day)).ifPresent(found::add));
        return found;
    }

    private Optional<Problem> uncovered(Stored<RateCard> card, DeliveryTemplate template, LocalDate day) {
        var roles = template.roles().stream()
                .map(DeliveryTemplate.Seat::role)
                .filter(role -> !Rates.covers(card.body(), role, deal.legalEntity(), day))
                .distinct()
                .toList();
        boolean empty = card.body().rates().stream().noneMatch(rate -> Rates.inForce(rate, day));
        if (roles.isEmpty() && !empty) {
            return Optional.empty();
        }
        return Optional.of(problem(
                "RATE_CARD_DOES_NOT_COVER",
                FINANCE_OPS,
                card.ref(),
                empty
                        ? "rate card %s has no rate on %s".formatted(card.body().code(), day)
                        : "rate card %s has no rate for %s on %s"
                                .formatted(card.body().code(), roles, day),
                "Add the missing rates to the card, or choose another on the deal"));
    }

    private Problem problem(String code, Problem.Owner owner, Ref<?> subject, String says, String remedy) {
        return DealProblems.of(code, owner, subject, deal, says, remedy);
    }
}
