package dev.throughline.processes.changeorder;

import static dev.throughline.processes.changeorder.ChangeOrder.TYPE;
import static dev.throughline.processes.changeorder.Changes.*;
import static dev.throughline.processes.testing.Events.AWAITED;
import static dev.throughline.processes.testing.Firm.*;

import dev.throughline.model.Contract;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.EnsureErpProject;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.changeorder.ChangeState.Stage;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.TransitionTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeOrderTableTest {
    private static final Command COMMAND = new EnsureErpProject(PROJECT, project(), ALDER, Optional.of(UK));
    private static final Standing ONE = Standing.all(new Agreed(VERSION, first()), 1);
    private static final Standing HALF = ONE.delivered(Plan.of(project()));
    private static final Change CHANGE =
            new Change(contract(Contract.Status.ACTIVE), new Agreed(SECOND, second("150000.00")), PROJECT);

    @Test
    void every_state_answers_every_step() {
        new TransitionTable<>(
                        new ChangeOrder(),
                        CONTRACT.id(),
                        undoing().with(SECOND, second("150000.00")),
                        ChangeStep.class,
                        ChangeStep::of)
                .state(new ChangeState.NotSetUp())
                .state(new ChangeState.InForce(ONE))
                .state(new ChangeState.Lacking(ONE, List.of()))
                .state(new ChangeState.AwaitingApproval(ONE, CHANGE))
                .state(new ChangeState.Carrying(HALF, CHANGE, Stage.FINANCE, AWAITED))
                .state(new ChangeState.Refused(HALF, CHANGE, Stage.FINANCE))
                .state(new ChangeState.Undoing(HALF, CHANGE, Stage.DELIVERY, AWAITED, Optional.empty()))
                .state(new ChangeState.UndoRefused(HALF, CHANGE, Stage.DELIVERY, Optional.empty()))
                .state(new ChangeState.NotCarried(ONE, CHANGE.wanted(), "not wanted"))
                .step(setUp(first()))
                .step(Events.changed(PROJECT, project()))
                .step(Events.asked(new Request.Approve(ChangeOrder.TYPE, CONTRACT.id(), "version 2")))
                .step(Events.done(TYPE, CONTRACT.id(), COMMAND))
                .step(Events.refused(TYPE, CONTRACT.id(), COMMAND))
                .step(Events.asked(new Request.Retry(TYPE, CONTRACT.id())))
                .step(Events.asked(new Request.Skip(TYPE, CONTRACT.id(), "not wanted")))
                .step(Events.asked(new Request.CreateProjectFromWonOpportunity(DEAL)))
                .matches("transitions-change-order.md");
    }
}
