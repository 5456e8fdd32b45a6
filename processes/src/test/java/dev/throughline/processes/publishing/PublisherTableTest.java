package dev.throughline.processes.publishing;

import static dev.throughline.processes.testing.Events.AWAITED;
import static dev.throughline.processes.testing.Firm.*;

import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.EnsureResource;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Problem;
import dev.throughline.processes.publishing.Published.Sent;
import dev.throughline.processes.resourcesync.ResourceSync;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.TransitionTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublisherTableTest {
    private static final String TYPE = ResourceSync.TYPE;
    private static final Command COMMAND = new EnsureResource(ANN, person("Ann Lee", "consultant"));
    private static final String TOPIC = "EnsureResource PSA " + ANN;
    private static final Sent AWAITING = new Sent(1, Map.of(TOPIC, "old"), Map.of(AWAITED, TOPIC), Map.of());
    private static final Sent REFUSED =
            new Sent(1, Map.of(), Map.of(), Map.of(TOPIC, new Problem.Key("SOME_CODE", ANN.id())));

    @Test
    void every_state_answers_every_step() {
        new TransitionTable<>(
                        new ResourceSync(),
                        ANN.id(),
                        sold().with(ANN, person("Ann Lee", "consultant")),
                        PublishStep.class,
                        PublishStep::of)
                .state(new Published.Quiet(Sent.NOTHING))
                .state(new Published.Awaiting(AWAITING))
                .state(new Published.Refused(REFUSED))
                .state(new Published.GivenUp(AWAITING, "bob", "not wanted"))
                .step(Events.changed(ANN, person("Ann Lee", "consultant")))
                .step(Events.asked(new Request.SyncInvoiceStatus(new Ref<Invoice>("inv_1"))))
                .step(Events.done(TYPE, ANN.id(), COMMAND))
                .step(Events.refused(TYPE, ANN.id(), COMMAND))
                .step(Events.asked(new Request.Retry(TYPE, ANN.id())))
                .step(Events.asked(new Request.Skip(TYPE, ANN.id(), "not wanted")))
                .step(Events.asked(new Request.ActivateContract(CONTRACT)))
                .matches("transitions-publishing.md");
    }
}
