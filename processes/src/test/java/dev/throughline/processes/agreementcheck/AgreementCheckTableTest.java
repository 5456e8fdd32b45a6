package dev.throughline.processes.agreementcheck;

import static dev.throughline.processes.testing.Firm.CARD;
import static dev.throughline.processes.testing.Firm.card;
import static dev.throughline.processes.testing.Firm.sold;

import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.TransitionTable;
import org.junit.jupiter.api.Test;

class AgreementCheckTableTest {
    @Test
    void every_state_answers_every_step() {
        var type = AgreementCheck.TYPE;
        new TransitionTable<>(new AgreementCheck(), CARD.id(), sold(), AgreementStep.class, AgreementStep::of)
                .state(new AgreementState.Sound())
                .state(new AgreementState.Faulty(2))
                .state(new AgreementState.LetBe("bob", "it is meant"))
                .step(Events.changed(CARD, card("150.00")))
                .step(Events.asked(new Request.Skip(type, CARD.id(), "it is meant")))
                .step(Events.timer(type, CARD.id(), "none"))
                .matches("transitions-agreement-check.md");
    }
}
