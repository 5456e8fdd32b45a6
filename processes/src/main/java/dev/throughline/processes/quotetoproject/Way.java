package dev.throughline.processes.quotetoproject;

import dev.throughline.model.ContractVersion;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command.EnsureCustomer;
import dev.throughline.model.command.Command.ReportProject;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.policy.Checkpoint;
import dev.throughline.processes.quotetoproject.DealCheck.Result.Faulty;
import dev.throughline.processes.quotetoproject.DealCheck.Result.Ready;
import dev.throughline.processes.quotetoproject.QuoteState.Active;
import dev.throughline.processes.quotetoproject.QuoteState.AwaitingApproval;
import dev.throughline.processes.quotetoproject.QuoteState.CreatingCustomer;
import dev.throughline.processes.quotetoproject.QuoteState.CreatingProject;
import dev.throughline.processes.quotetoproject.QuoteState.GivenUp;
import dev.throughline.processes.quotetoproject.QuoteState.Lacking;
import dev.throughline.processes.quotetoproject.QuoteState.Refused;
import dev.throughline.processes.quotetoproject.QuoteState.Reporting;
import dev.throughline.processes.quotetoproject.QuoteState.Reversed;
import dev.throughline.processes.quotetoproject.QuoteState.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The moves of one deal. @param at when the event came; @param by who asked, when somebody did */
record Way(Ref<Opportunity> ref, QuoteState state, Instant at, Optional<String> by, Facts facts) {
    private static final String RECHECK = "recheck";

    Decision<QuoteState> judge() {
        var deal = facts.get(ref);
        if (deal.isEmpty() || deal.get().stage() != Opportunity.Stage.WON) {
            return Decision.ignore(state, "the deal is not won");
        }
        return judge(deal.get());
    }

    private Decision<QuoteState> judge(Opportunity deal) {
        return switch (DealCheck.check(ref, deal, facts)) {
            case Faulty(var problems) -> lacking(problems);
            case Ready(var ready) ->
                wantsApproval(ready, Optional.empty())
                        ? awaitApproval(ready)
                        : customer(ready).resolveAll();
        };
    }

    /** @param begun with the value that nobody need approve again */
    private boolean wantsApproval(Deal deal, Optional<Plan> begun) {
        boolean approved = begun.map(Plan::value)
                .filter(value -> value.isSameCurrency(deal.value()) && !value.isLessThan(deal.value()))
                .isPresent();
        return !approved
                && facts.policy(ProjectApproval.class, Optional.of(deal.entity()))
                        .needed(deal.value());
    }

    private Decision<QuoteState> awaitApproval(Deal deal) {
        var known = state instanceof AwaitingApproval(var checkpoint, var _) ? Optional.of(checkpoint) : noCheckpoint();
        var what = deal.value().toString();
        if (known.filter(one -> one.isAbout(what)).isPresent()) {
            return Decision.ignore(state, "it waits for approval");
        }
        var causedBy = Stream.of(by, deal.opportunity().owner())
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        var checkpoint = new Checkpoint(QuoteToProject.TYPE, ref.id(), what, causedBy)
                .causedBy(known.map(Checkpoint::causedBy).orElse(Set.of()));
        return Decision.<QuoteState>to(new AwaitingApproval(checkpoint, state.attempts()))
                .resolveAll()
                .raise(DealProblems.approval(deal, checkpoint, Optional.empty()));
    }

    private static Optional<Checkpoint> noCheckpoint() {
        return Optional.empty();
    }

    /** A second person lets it go on. It may have become faulty, or worth something else, since it began to wait. */
    Decision<QuoteState> approve(Checkpoint checkpoint, String who, String what) {
        var deal = facts.get(ref);
        if (deal.isEmpty() || !checkpoint.isAbout(what)) {
            return Decision.ignore(state, what + " waits for no approval");
        }
        return switch (DealCheck.check(ref, deal.get(), facts)) {
            case Faulty(var problems) -> lacking(problems);
            case Ready(var ready) when !checkpoint.isAbout(ready.value().toString()) -> awaitApproval(ready);
            case Ready(var ready) ->
                checkpoint
                        .barred(who)
                        .map(why -> Decision.<QuoteState>ignore(state, why)
                                .raise(DealProblems.approval(ready, checkpoint, Optional.of(why))))
                        .orElseGet(() -> customer(ready).resolveAll());
        };
    }

    private Decision<QuoteState> lacking(List<Problem> problems) {
        var again = at.plus(facts.policy(QuoteToProjectPolicy.class).recheckHeld());
        if (state instanceof Lacking(var known, var _) && known.equals(problems)) {
            return Decision.<QuoteState>ignore(state, "it still lacks the same").wakeAt(RECHECK, again);
        }
        return Decision.<QuoteState>to(new Lacking(problems, state.attempts()))
                .resolveAll()
                .raise(problems)
                .wakeAt(RECHECK, again);
    }

    private Decision<QuoteState> customer(Deal deal) {
        int attempt = state.attempts() + 1;
        var policy = facts.policy(QuoteToProjectPolicy.class, Optional.of(deal.entity()));
        var targets = (policy.customerInDelivery() ? List.of(Role.ERP, Role.PSA) : List.of(Role.ERP))
                .stream()
                        .filter(target -> policy.tellKnownCustomers() || !facts.existsIn(target, deal.customer()))
                        .toList();
        if (targets.isEmpty()) {
            return project(deal);
        }
        var steps = new TreeSet<String>();
        targets.forEach(target -> steps.add(step(target, attempt)));
        var decision =
                Decision.<QuoteState>to(new CreatingCustomer(new ProjectPlan(deal, facts).plan(), steps, attempt));
        for (Role target : targets) {
            decision = decision.send(
                    step(target, attempt),
                    new EnsureCustomer(target, deal.customer(), deal.account(), Optional.of(deal.entity())));
        }
        return decision;
    }

    private static String step(Role target, int attempt) {
        return switch (target) {
            case ERP -> "customer-in-finance-" + attempt;
            case PSA -> "customer-in-delivery-" + attempt;
            case CRM, HCM, FILES -> throw new IllegalArgumentException("no customer is kept in " + target);
        };
    }

    /** The deal may have changed while the customer is being made: nothing is built on the old terms. */
    Decision<QuoteState> reread(CreatingCustomer making) {
        var deal = facts.get(ref);
        if (deal.isEmpty()) {
            return Decision.ignore(state, "the deal is not known");
        }
        return switch (DealCheck.check(ref, deal.get(), facts)) {
            case Faulty(var problems) -> lacking(problems);
            case Ready(var ready) -> reread(making, ready);
        };
    }

    private Decision<QuoteState> reread(CreatingCustomer making, Deal deal) {
        if (wantsApproval(deal, Optional.of(making.plan()))) {
            return awaitApproval(deal);
        }
        var now = new ProjectPlan(deal, facts).plan();
        if (now.equals(making.plan())) {
            return Decision.ignore(state, "the deal is in hand already");
        }
        return now.customer().equals(making.plan().customer())
                ? Decision.to(new CreatingCustomer(now, making.awaited(), making.attempts()))
                : customer(deal);
    }

    Decision<QuoteState> customerReady(CreatingCustomer making, String step) {
        var left = new TreeSet<>(making.awaited());
        left.remove(step);
        return left.isEmpty()
                ? resume(making.plan(), Stage.PROJECT)
                : Decision.to(new CreatingCustomer(making.plan(), left, making.attempts()));
    }

    /** Goes on from a stage, by the deal as it is now. */
    Decision<QuoteState> resume(Plan plan, Stage stage) {
        if (stage == Stage.REPORT) {
            return report(plan).resolveAll();
        }
        var deal = facts.get(ref);
        if (deal.isEmpty()) {
            return Decision.ignore(state, "the deal is not known");
        }
        return switch (DealCheck.check(ref, deal.get(), facts)) {
            case Faulty(var problems) -> lacking(problems);
            case Ready(var ready) when wantsApproval(ready, Optional.of(plan)) -> awaitApproval(ready);
            case Ready(var ready) ->
                (stage == Stage.CUSTOMER || !ready.customer().equals(plan.customer())
                                ? customer(ready)
                                : project(ready))
                        .resolveAll();
        };
    }

    private Decision<QuoteState> project(Deal deal) {
        var making = new ProjectPlan(deal, facts);
        var plan = making.plan();
        var decision = Decision.<QuoteState>to(state);
        if (plan.ownContract()) {
            decision = decision.store(plan.contract(), making.contract());
        }
        if (plan.ownContract() || facts.get(plan.version()).isEmpty()) {
            decision = decision.store(plan.version(), making.version(plan));
        }
        // Taken up again after it was given up, delivery may have the project already.
        if (plan.found() || facts.existsIn(Role.PSA, plan.project())) {
            return report(plan, decision);
        }
        int attempt = state.attempts() + 1;
        String step = "project-" + attempt;
        return decision.store(plan.project(), making.project(plan))
                .send(step, making.command(plan))
                .leading(new CreatingProject(plan, step, attempt));
    }

    Decision<QuoteState> report(Plan plan) {
        return report(plan, Decision.to(state));
    }

    private Decision<QuoteState> report(Plan plan, Decision<QuoteState> decision) {
        if (!facts.policy(QuoteToProjectPolicy.class, Optional.of(plan.entity()))
                .reportToSales()) {
            return decision.leading(new Active(plan, false, false, state.attempts()));
        }
        int attempt = state.attempts() + 1;
        String step = "report-" + attempt;
        var status = facts.get(plan.project()).map(Project::status).orElse(Project.Status.PLANNED);
        return decision.send(
                        step,
                        new ReportProject(
                                ref, plan.project(), status.name(), plan.customer(), Optional.of(plan.entity())))
                .leading(new Reporting(plan, step, attempt));
    }

    Decision<QuoteState> active(Plan plan) {
        return compare(new Active(plan, false, false, state.attempts()));
    }

    Decision<QuoteState> refused(Plan plan, Stage stage, QuoteStep.SaidNo said) {
        var problem = DealProblems.refused(said, ref, plan, stage);
        return Decision.<QuoteState>to(new Refused(plan, stage, problem, state.attempts()))
                .raise(problem);
    }

    /** Nothing more is sent. What was made stays, or may still come, and somebody must hear of it. */
    Decision<QuoteState> giveUp(String by, String reason) {
        return end(Half.of(state, facts), by, reason);
    }

    /** The same, when what was on its way surely was not done. */
    Decision<QuoteState> abandon(String by, String reason) {
        return end(Half.before(state, facts), by, reason);
    }

    private Decision<QuoteState> end(Optional<Half> left, String by, String reason) {
        var given = Decision.<QuoteState>to(new GivenUp(by, reason, state.attempts()))
                .resolveAll();
        return left.map(half -> given.raise(DealProblems.halfDone(ref, half, by, reason)))
                .orElse(given);
    }

    Decision<QuoteState> reverse(Plan plan, Stage stage, Set<String> awaited, String how) {
        return Decision.<QuoteState>to(new Reversed(plan, stage, awaited, state.attempts()))
                .resolveAll()
                .raise(DealProblems.reversed(ref, plan, how));
    }

    Decision<QuoteState> answeredThoughReversed(Reversed back, String step) {
        var left = back.without(step);
        if (!left.awaited().isEmpty()) {
            return Decision.to(left);
        }
        return Decision.to(
                switch (back.stage()) {
                    case CUSTOMER -> new Reversed(back.plan(), Stage.PROJECT, Set.of(), back.attempts());
                    case PROJECT -> new Reversed(back.plan(), Stage.REPORT, Set.of(), back.attempts());
                    case REPORT -> new Active(back.plan(), true, false, back.attempts());
                });
    }

    Decision<QuoteState> wonAgain(Reversed back) {
        if (back.awaited().isEmpty()) {
            return resume(back.plan(), back.stage());
        }
        var step = back.awaited().iterator().next();
        return switch (back.stage()) {
            case CUSTOMER -> judge();
            case PROJECT ->
                Decision.<QuoteState>to(new CreatingProject(back.plan(), step, back.attempts()))
                        .resolveAll();
            case REPORT ->
                Decision.<QuoteState>to(new Reporting(back.plan(), step, back.attempts()))
                        .resolveAll();
        };
    }

    /** The project is there: whatever the deal says otherwise from now on is a change order. */
    Decision<QuoteState> compare(Active active) {
        var deal = facts.get(ref);
        if (deal.isEmpty()) {
            return Decision.ignore(active, "the deal is not known");
        }
        if (deal.get().stage() != Opportunity.Stage.WON) {
            return reversedAfterAll(active, "not won");
        }
        var plan = active.plan();
        var now = plan.withTermsOf(deal.get());
        boolean differs = !plan.sameTerms(now);
        var next = Decision.<QuoteState>to(new Active(plan, false, differs, active.attempts()));
        if (active.reversed()) {
            next = next.resolve(DealProblems.REVERSED);
        }
        if (differs) {
            next = next.raise(DealProblems.changed(ref, plan, now));
        } else if (active.differs()) {
            next = next.resolve(DealProblems.CHANGED_AFTER_PROJECT);
        }
        next = approveVersion(plan, deal.get(), next);
        return next.equals(Decision.<QuoteState>to(state))
                ? Decision.ignore(state, "the deal has its project, on the same terms")
                : next;
    }

    /** A version that the hub made while its statement of work was under review is approved with it. */
    private Decision<QuoteState> approveVersion(Plan plan, Opportunity deal, Decision<QuoteState> decision) {
        var version = facts.get(plan.version());
        boolean waits = plan.ownContract()
                && deal.sow() == Opportunity.SowStatus.APPROVED
                && version.filter(v -> v.status() == ContractVersion.Status.DRAFT)
                        .isPresent();
        return waits ? decision.store(plan.version(), approved(version.orElseThrow())) : decision;
    }

    private static ContractVersion approved(ContractVersion draft) {
        return new ContractVersion(
                draft.contract(),
                draft.number(),
                ContractVersion.Status.APPROVED,
                draft.billingModel(),
                draft.effectiveFrom(),
                draft.value(),
                draft.startsOn(),
                draft.endsOn(),
                draft.rateCard(),
                draft.notToExceed(),
                draft.schedule(),
                draft.terms());
    }

    Decision<QuoteState> reversedAfterAll(Active active, String how) {
        if (active.reversed()) {
            return Decision.ignore(active, "known already: the deal is " + how);
        }
        return Decision.<QuoteState>to(new Active(active.plan(), true, active.differs(), active.attempts()))
                .raise(DealProblems.reversed(ref, active.plan(), how));
    }

    /** A person takes the project as it is: the deal's terms of today are the ones to compare with. */
    Decision<QuoteState> accept(Active active) {
        var plan = facts.get(ref).map(active.plan()::withTermsOf).orElse(active.plan());
        return Decision.<QuoteState>to(new Active(plan, active.reversed(), false, active.attempts()))
                .resolveAll();
    }
}
