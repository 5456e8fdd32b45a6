package dev.throughline.processes.projectlifecycle;

import static dev.throughline.processes.projectlifecycle.ProjectLifecycle.TYPE;
import static dev.throughline.processes.testing.Events.AWAITED;
import static dev.throughline.processes.testing.Firm.*;

import dev.throughline.model.Invoice;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.ProjectMove;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.EnsureErpProject;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.projectlifecycle.LifecycleState.Place;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.TransitionTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectLifecycleTableTest {
    private static final Command COMMAND = new EnsureErpProject(PROJECT, project(), ALDER, Optional.of(UK));
    private static final Wish CANCEL = new Wish(ProjectMove.CANCEL, "bob", "not wanted", false);
    private static final Wish CLOSE = new Wish(ProjectMove.CLOSE, "bob", "done", false);
    private static final Known OPEN = Known.NOTHING.said(Project.Status.ACTIVE).with(Baseline.of(project(), 1, true));
    private static final Known CANCELLED =
            OPEN.moved(CANCEL, LocalDate.of(2026, 4, 1)).told(Place.DELIVERY);

    @Test
    void every_state_answers_every_step() {
        new TransitionTable<>(
                        new ProjectLifecycle(),
                        PROJECT.id(),
                        ProjectLifecycleTest.everywhere()
                                .with(
                                        new Ref<Milestone>("mil_golive"),
                                        milestone("Go-live", "10.00", Milestone.Status.PLANNED)),
                        LifecycleStep.class,
                        LifecycleStep::of)
                .state(new LifecycleState.Settled(OPEN))
                .state(new LifecycleState.AwaitingApproval(OPEN, CANCEL))
                .state(new LifecycleState.Barred(OPEN, CLOSE, List.of()))
                .state(new LifecycleState.Telling(CANCELLED, Place.FINANCE, AWAITED))
                .state(new LifecycleState.Refused(CANCELLED, Place.FINANCE))
                .step(Events.changed(PROJECT, project().saying(Project.Status.ON_HOLD)))
                .step(Events.changed(new Ref<Invoice>("inv_1"), invoice(Invoice.Status.PAID, "0.00")))
                .step(Events.asked(new Request.MoveProject(PROJECT, ProjectMove.CLOSE, "done")))
                .step(Events.asked(new Request.Approve(TYPE, PROJECT.id(), "cancel")))
                .step(Events.done(TYPE, PROJECT.id(), COMMAND))
                .step(Events.refused(TYPE, PROJECT.id(), COMMAND))
                .step(Events.asked(new Request.Retry(TYPE, PROJECT.id())))
                .step(Events.asked(new Request.Skip(TYPE, PROJECT.id(), "not wanted")))
                .step(Events.asked(new Request.CreateProjectFromWonOpportunity(DEAL)))
                .matches("transitions-project-lifecycle.md");
    }
}
