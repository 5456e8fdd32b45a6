package dev.throughline.processes.changeorder;

import dev.throughline.model.Contract;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.ChangeContract;
import dev.throughline.model.command.Command.ChangeOutcome;
import dev.throughline.model.command.Command.ChangeProject;
import dev.throughline.model.command.Command.ReportChange;
import dev.throughline.model.command.Command.ReviseForecast;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.changeorder.ChangeState.Carrying;
import dev.throughline.processes.changeorder.ChangeState.InForce;
import dev.throughline.processes.changeorder.ChangeState.NotCarried;
import dev.throughline.processes.changeorder.ChangeState.Refused;
import dev.throughline.processes.changeorder.ChangeState.Stage;
import dev.throughline.processes.changeorder.ChangeState.UndoRefused;
import dev.throughline.processes.changeorder.ChangeState.Undoing;
import dev.throughline.processes.changeorder.ChangeStep.SaidNo;
import dev.throughline.processes.contractactivation.ActivationPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.joda.money.Money;

/** Takes a change from system to system, and back. Every step's command follows from the state alone, so that a repeat is the same command. */
record Carry(Ref<Contract> ref, Standing standing, Facts facts) {
    Decision<ChangeState> begin(Change change) {
        return send(change, Stage.DELIVERY);
    }

    /** Sends the stage, or goes on where policy leaves it out. */
    Decision<ChangeState> send(Change change, Stage stage) {
        if (!wished(stage)) {
            return done(change, stage);
        }
        var next = standing.again();
        var step = step(change.wanted(), stage, next);
        return Decision.<ChangeState>to(new Carrying(next, change, stage, step))
                .send(step, command(change, change.wanted(), stage, ChangeOutcome.CARRIED));
    }

    private <P extends Record> P policy(Class<P> kind) {
        return facts.policy(kind, facts.get(ref).map(Contract::legalEntity));
    }

    private boolean wished(Stage stage) {
        var policy = policy(ChangeOrderPolicy.class);
        return switch (stage) {
            case DELIVERY, FINANCE -> true;
            case FORECAST -> policy.forecastToFinance();
            // A contract that the hub made itself is not kept in sales.
            case SALES -> policy.reportToSales() && facts.existsIn(Role.CRM, ref);
        };
    }

    /** The system has it: the next one is told. */
    Decision<ChangeState> done(Change change, Stage stage) {
        return switch (stage) {
            case DELIVERY -> delivered(change);
            case FINANCE -> with(standing.ordered(change.wanted().ref())).send(change, Stage.FORECAST);
            case FORECAST -> with(standing.forecast(wished(Stage.FORECAST))).send(change, Stage.SALES);
            case SALES -> inForce(Standing.all(change.wanted(), standing.attempts()));
        };
    }

    private Decision<ChangeState> delivered(Change change) {
        var before = facts.get(change.project());
        var now = standing.delivered(before.map(Plan::of).orElse(Plan.NOTHING));
        var next = with(now).send(change, Stage.FINANCE);
        return before.map(project -> next.store(
                        change.project(), plan(change.wanted(), change).over(project)))
                .orElse(next);
    }

    /** A version that was approved meanwhile waits no longer. */
    private Decision<ChangeState> inForce(Standing all) {
        var state = new InForce(all);
        return new Moves(ref, state, all, Optional.empty(), facts)
                .look(Optional.empty())
                .resolveAll();
    }

    Decision<ChangeState> refused(Change change, Stage stage, SaidNo no) {
        boolean half = !standing.whole() && stage != Stage.SALES;
        var problem = ChangeProblems.refused(standing, change, stage, no);
        boolean undone = half
                && switch (policy(ChangeOrderPolicy.class).onRefusal()) {
                    case UNDO -> true;
                    case COMPLETE -> false;
                };
        var decision = undone
                ? undo(change, Optional.of(ChangeProblems.undone(standing, change, stage, no)))
                : Decision.<ChangeState>to(new Refused(standing, change, stage));
        return decision.raise(problem);
    }

    /** Gives the last system that was told back what it had; when all have it, sales hears of it. */
    Decision<ChangeState> undo(Change change, Optional<Problem> stays) {
        if (standing.forecast()) {
            return back(change, Stage.FORECAST, stays);
        }
        if (!standing.ordered().equals(standing.carried().ref())) {
            return back(change, Stage.FINANCE, stays);
        }
        if (standing.former().isPresent()) {
            return back(change, Stage.DELIVERY, stays);
        }
        return wished(Stage.SALES) ? back(change, Stage.SALES, stays) : undone(change, stays);
    }

    Decision<ChangeState> back(Change change, Stage stage, Optional<Problem> stays) {
        var next = standing.again();
        var step = "back-" + step(change.wanted(), stage, next);
        return Decision.<ChangeState>to(new Undoing(next, change, stage, step, stays))
                .send(step, command(change, standing.carried(), stage, ChangeOutcome.UNDONE));
    }

    Decision<ChangeState> doneBack(Change change, Stage stage, Optional<Problem> stays) {
        return switch (stage) {
            case FORECAST -> with(standing.forecast(false)).undo(change, stays);
            case FINANCE -> with(standing.ordered(standing.carried().ref())).undo(change, stays);
            case DELIVERY -> {
                var next = with(standing.deliveredBack()).undo(change, stays);
                yield facts.get(change.project())
                        .map(project -> next.store(
                                change.project(),
                                plan(standing.carried(), change).over(project)))
                        .orElse(next);
            }
            case SALES -> undone(change, stays);
        };
    }

    /** The newest terms may be those that every system holds: then there is nothing left to tell anybody. */
    private Decision<ChangeState> undone(Change change, Optional<Problem> stays) {
        var because = stays.map(Problem::says).orElse("it was taken back");
        var state = new NotCarried(standing, change.wanted(), because);
        var settled = new Moves(ref, state, standing, Optional.empty(), facts)
                .look(Optional.of(change.wanted()))
                .resolveAll();
        return settled.state().equals(state) && stays.isPresent() ? settled.raise(stays.get()) : settled;
    }

    Decision<ChangeState> backRefused(Change change, Stage stage, SaidNo no, Optional<Problem> stays) {
        return Decision.<ChangeState>to(new UndoRefused(standing, change, stage, stays))
                .raise(ChangeProblems.undoRefused(standing, change, stage, no));
    }

    private Carry with(Standing next) {
        return new Carry(ref, next, facts);
    }

    private static String step(Agreed wanted, Stage stage, Standing next) {
        return "v%d-%s-%d".formatted(wanted.number(), stage.name().toLowerCase(Locale.ROOT), next.attempts());
    }

    /** @param version to be held by the system from then on */
    private Command command(Change change, Agreed version, Stage stage, ChangeOutcome outcome) {
        return switch (stage) {
            case DELIVERY -> changeProject(change, version);
            case FINANCE ->
                new ChangeContract(
                        version.ref(),
                        Optional.of(standing.ordered()).filter(held -> !held.equals(version.ref())),
                        ref,
                        change.contract(),
                        version.body(),
                        change.project(),
                        policy(ActivationPolicy.class)
                                .revenueTreatments()
                                .getOrDefault(version.body().billingModel(), ""));
            case FORECAST -> forecast(change, version);
            case SALES ->
                new ReportChange(
                        ref,
                        change.wanted().number(),
                        version.number(),
                        outcome,
                        version.body().value(),
                        remaining(change, version),
                        Optional.of(change.contract().legalEntity()));
        };
    }

    private ChangeProject changeProject(Change change, Agreed version) {
        var plan = plan(version, change);
        return new ChangeProject(
                change.project(),
                change.contract().number(),
                version.number(),
                plan.budget(),
                plan.startsOn(),
                plan.endsOn(),
                Optional.of(change.contract().legalEntity()));
    }

    private ReviseForecast forecast(Change change, Agreed version) {
        var plan = plan(version, change);
        return new ReviseForecast(
                change.project(),
                change.contract().number(),
                version.number(),
                version.body().value(),
                remaining(change, version),
                plan.startsOn(),
                plan.endsOn(),
                Optional.of(change.contract().legalEntity()));
    }

    /** What delivery shall have: of the version carried what it had, of another what that one says. */
    private Plan plan(Agreed version, Change change) {
        var had = standing.former()
                .or(() -> facts.get(change.project()).map(Plan::of))
                .orElse(Plan.NOTHING);
        return version.equals(standing.carried()) ? had : Plan.of(version.body(), had);
    }

    private Money remaining(Change change, Agreed version) {
        return new Contracted(ref, change.contract(), List.of(), facts).remaining(version);
    }
}
