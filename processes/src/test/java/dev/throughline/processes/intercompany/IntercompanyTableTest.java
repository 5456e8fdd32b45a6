package dev.throughline.processes.intercompany;

import static dev.throughline.processes.intercompany.Companies.*;
import static dev.throughline.processes.intercompany.Intercompany.TYPE;
import static dev.throughline.processes.testing.Firm.*;

import dev.throughline.model.CostRate;
import dev.throughline.model.IntercompanyPosting;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.PostIntercompany;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.intercompany.Book.Batch;
import dev.throughline.processes.intercompany.Book.Stage;
import dev.throughline.processes.intercompany.IntercompanyState.Collecting;
import dev.throughline.processes.intercompany.IntercompanyState.Posting;
import dev.throughline.processes.intercompany.IntercompanyState.Refused;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.TransitionTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

class IntercompanyTableTest {
    private static final PostIntercompany COMMAND = new PostIntercompany(
            new Ref<IntercompanyPosting>("icp_1"),
            DE,
            UK,
            MARCH,
            LocalDate.of(2026, 3, 31),
            BigDecimal.ONE,
            eur("66.00"),
            "Work",
            List.of());

    private static Book book(Stage stage) {
        var open = Book.EMPTY.plus(MARCH, PROJECT, BigDecimal.ONE, eur("66.00"));
        var sums = open.batches().getFirst().sums();
        return stage == Stage.OPEN
                ? open
                : new Book(
                        Optional.of(MARCH),
                        List.of(new Batch(MARCH, CurrencyUnit.EUR, stage, 1, Optional.of("SOME_CODE"), false, sums)),
                        List.of());
    }

    private static CanonicalEvent answer(CanonicalEvent sample) {
        var settled = (CommandSettled) sample;
        return new CommandSettled(
                settled.header(), settled.key(), TYPE, KEY, "post-2026-03-EUR-1", COMMAND, settled.outcome());
    }

    @Test
    void every_state_answers_every_step() {
        new TransitionTable<>(
                        new Intercompany(),
                        KEY,
                        world(costPlus("10")).with(ENTRY, eva("2026-03-02", "1")),
                        IntercompanyStep.class,
                        IntercompanyStep::of)
                .state(new Collecting(book(Stage.OPEN)))
                .state(new Posting(book(Stage.SENT)))
                .state(new Refused(book(Stage.REFUSED)))
                .step(Events.changed(ENTRY, eva("2026-03-02", "1")))
                .step(Events.changed(new Ref<CostRate>("crt_eva1"), cost("2026-01-01", "60.00")))
                .step(Events.changed(PROJECT, project()))
                .step(Events.asked(new Request.PostIntercompany(DE, UK, MARCH)))
                .step(Events.timer(TYPE, KEY, "post 2026-03-01"))
                .step(answer(Events.done(TYPE, KEY, COMMAND)))
                .step(answer(Events.refused(TYPE, KEY, COMMAND)))
                .step(answer(Events.abandoned(TYPE, KEY, COMMAND)))
                .step(Events.asked(new Request.Retry(TYPE, KEY)))
                .step(Events.asked(new Request.Skip(TYPE, KEY, "not wanted")))
                .step(Events.asked(new Request.CreateProjectFromWonOpportunity(DEAL)))
                .matches("transitions-intercompany.md");
    }
}
