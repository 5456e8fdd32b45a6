package dev.throughline.processes;

import static dev.throughline.processes.testing.Firm.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Invoice;
import dev.throughline.model.ProjectMove;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command.ActivateContract;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.changeorder.ChangeOrder;
import dev.throughline.processes.changeorder.ChangeOrderPolicy;
import dev.throughline.processes.contractactivation.ContractActivation;
import dev.throughline.processes.financialfeedback.FinancialFeedback;
import dev.throughline.processes.projectlifecycle.ProjectLifecycle;
import dev.throughline.processes.quotetoproject.QuoteToProject;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Every step over several systems, and every way in which it can fail half-way: in the end it is completed, undone, or an open exception says what half is done. The page is
 * written anew with {@code -Dgolden.write=true}.
 */
class HalfDoneTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "half-done-steps.md");
    private static final Set<String> COMPLETE = Set.of("Active", "InForce", "Settled", "Quiet");
    private static final Set<String> AS_BEFORE = Set.of("NotCarried");

    private static final List<String> CHANGE = List.of("v2-delivery-1", "v2-finance-2", "v2-forecast-3", "v2-sales-4");

    /** @param steps in their order; @param alone whether each is whole by itself, so that giving one up leaves no half */
    private record Way(String workflow, List<String> steps, boolean alone, Supplier<Scenario<?>> begun) {
        /** The step was sent, and those before it are done. */
        Scenario<?> at(String step) {
            var run = begun.get();
            for (var before : steps.subList(0, steps.indexOf(step))) {
                run.carriedOut(before);
            }
            return run;
        }

        boolean first(String step) {
            return alone || steps.getFirst().equals(step);
        }
    }

    private static final List<Way> WAYS = List.of(
            new Way(
                    "quote-to-project",
                    List.of("customer-in-finance-1", "project-2", "report-3"),
                    false,
                    () -> Scenario.given(new QuoteToProject(), DEAL.id(), sold())
                            .whenStored(DEAL, deal())),
            new Way(
                    "contract-activation",
                    List.of("project-in-finance-1", "activate-2"),
                    false,
                    () -> Scenario.given(
                                    new ContractActivation(),
                                    CONTRACT.id(),
                                    delivering(BillingModel.FIXED_FEE).existing(Role.PSA, PROJECT))
                            .whenStored(CONTRACT, contract(Contract.Status.APPROVED))),
            new Way("change-order, completed", CHANGE, false, () -> change(ChangeOrderPolicy.OnRefusal.COMPLETE)),
            new Way("change-order, undone", CHANGE, false, () -> change(ChangeOrderPolicy.OnRefusal.UNDO)),
            new Way(
                    "project-lifecycle",
                    List.of("cancelled-delivery-1", "cancelled-finance-2", "cancelled-order-3", "cancelled-sales-4"),
                    false,
                    () -> Scenario.given(new ProjectLifecycle(), PROJECT.id(), everywhere())
                            .whenAsked(new Request.MoveProject(PROJECT, ProjectMove.CANCEL, "not wanted"))),
            new Way(
                    "publishing",
                    List.of("tell-1", "tell-2"),
                    true,
                    () -> Scenario.given(new FinancialFeedback(), "inv_1", everywhere())
                            .whenStored(new Ref<Invoice>("inv_1"), invoice(Invoice.Status.OPEN, "150.00"))));

    private static World everywhere() {
        return delivering(BillingModel.TIME_AND_MATERIALS)
                .existing(Role.PSA, PROJECT)
                .existing(Role.ERP, PROJECT)
                .existing(Role.ERP, VERSION)
                .existing(Role.CRM, CONTRACT)
                .existing(Role.CRM, DEAL);
    }

    private static Scenario<?> change(ChangeOrderPolicy.OnRefusal onRefusal) {
        var first = version(BillingModel.TIME_AND_MATERIALS, List.of());
        var second = new ContractVersion(
                CONTRACT,
                2,
                first.status(),
                first.billingModel(),
                LocalDate.of(2026, 4, 1),
                gbp("150000.00"),
                first.startsOn(),
                first.endsOn(),
                first.rateCard(),
                Optional.empty(),
                List.of(),
                List.of());
        var set = new ActivateContract(
                VERSION, CONTRACT, contract(Contract.Status.ACTIVE), first, PROJECT, "as_invoiced");
        return Scenario.given(
                        new ChangeOrder(),
                        CONTRACT.id(),
                        everywhere().with(new ChangeOrderPolicy(List.of(), onRefusal, true, true)))
                .when(Events.done("contract-activation", CONTRACT.id(), set))
                .whenStored(new Ref<ContractVersion>("cvr_rollout2"), second);
    }

    @Test
    void no_step_over_several_systems_ends_half_done_in_silence() throws IOException {
        var page = new StringBuilder("""
                # Half-done steps

                What becomes of each step over several systems when it fails half-way. Written by the tests from the code (`-Dgolden.write=true`). *Refused*: the system says no. *Abandoned*: a
                person decides that the command will not be sent. *Given up*: a person skips the instance after a refusal. *Stopped*: a person skips it while the command is on its way, which is
                then done after all. *Lost*: the answer is lost or the hub dies; the command is looked for and repeated under its own key. A move of a
                project that is given up is one that the person has set by hand, as its exception asks.

                | workflow | step | refused | abandoned | given up | stopped | lost |
                |---|---|---|---|---|---|---|
                """);
        for (var way : WAYS) {
            for (var step : way.steps()) {
                page.append("| %s | %s | %s |%n"
                        .formatted(
                                way.workflow(),
                                step,
                                String.join(" | ", ends(way, step).values())));
            }
        }
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(PAGE, page.toString());
        }
        assertThat(PAGE).content().isEqualTo(page.toString());
    }

    private static Map<String, String> ends(Way way, String step) {
        var ends = new LinkedHashMap<String, String>();
        end(ends, way, step, "refused", run -> run.refused(step, "SOME_CODE"));
        end(ends, way, step, "abandoned", run -> run.abandoned(step));
        end(
                ends,
                way,
                step,
                "given up",
                run -> run.refused(step, "SOME_CODE").allCarriedOut().whenSkipped());
        end(ends, way, step, "stopped", Scenario::whenSkipped);
        end(ends, way, step, "lost", run -> lost(run));
        assertThat(ends.get("lost")).as("%s %s after a lost answer", way, step).isEqualTo("completed");
        return ends;
    }

    private static void end(Map<String, String> ends, Way way, String step, String fault, Consumer<Scenario<?>> fails) {
        var run = way.at(step);
        fails.accept(run);
        run.allCarriedOut();
        ends.put(fault, word(run, way, step, fault));
    }

    /** While nobody knows, a retry sends nothing; the answer that the dispatcher finds goes on from there. */
    private static void lost(Scenario<?> run) {
        var sent = new ArrayList<>(run.steps());
        run.whenRetried();
        assertThat(run.steps()).isEqualTo(sent);
    }

    private static String word(Scenario<?> run, Way way, String step, String fault) {
        var state = run.state().getClass().getSimpleName();
        var problems = run.world().problems().values();
        problems.forEach(problem -> assertThat(problem.says()).isNotBlank());
        if (!problems.isEmpty()) {
            var codes = new TreeSet<String>();
            problems.forEach(problem -> codes.add(problem.code()));
            return "exception " + String.join(", ", codes);
        }
        if (COMPLETE.contains(state)) {
            return "completed";
        }
        if (AS_BEFORE.contains(state)) {
            return "undone";
        }
        assertThat(way.first(step))
                .as("%s %s, %s: ended as %s with nothing on the desk", way.workflow(), step, fault, run.state())
                .isTrue();
        return "nothing was done";
    }
}
