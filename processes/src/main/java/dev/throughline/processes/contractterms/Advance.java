package dev.throughline.processes.contractterms;

import dev.throughline.model.ContractVersion;
import dev.throughline.model.Milestone;
import dev.throughline.model.Payment;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.model.command.Command.ActivateContract;
import dev.throughline.model.command.Command.EnsureErpProject;
import dev.throughline.processes.Decision;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.contractterms.TermsState.Known;
import dev.throughline.processes.contractterms.TermsState.MakingProject;
import dev.throughline.processes.contractterms.TermsState.Ordering;
import dev.throughline.processes.contractterms.TermsState.Settled;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Optional;
import org.joda.money.Money;

/** What finance is to be told next: the project, then the order whenever it differs from what finance has, then what the customer says it paid. */
record Advance(Terms terms, Facts facts) {
    static final String SHRANK = "PAID_TO_DATE_SHRANK";

    Decision<TermsState> from(Known known) {
        if (!facts.existsIn(Role.ERP, terms.project().ref())) {
            return project(known.again());
        }
        var order = terms.addedUp();
        var digest = DerivedRef.digest(order.toString());
        return digest.equals(known.ordered()) ? bill(known) : order(known.again(), order, digest);
    }

    private Decision<TermsState> project(Known known) {
        var step = "project-" + known.attempts();
        return Decision.<TermsState>to(new MakingProject(step, known))
                .send(
                        step,
                        new EnsureErpProject(
                                terms.project().ref(),
                                terms.project().body(),
                                terms.contract().customer(),
                                Optional.of(terms.contract().legalEntity())));
    }

    /** The first term stands for the order, so that every later one changes that order and makes no second. */
    private Decision<TermsState> order(Known known, ContractVersion order, String digest) {
        var step = "order-" + known.attempts();
        return Decision.<TermsState>to(new Ordering(step, digest, known))
                .send(
                        step,
                        new ActivateContract(
                                orderRef(),
                                terms.ref(),
                                terms.contract(),
                                order,
                                terms.project().ref(),
                                facts.policy(TermsPolicy.class).revenueTreatment()));
    }

    private Ref<ContractVersion> orderRef() {
        return DerivedRef.of(
                ContractVersion.class, ContractTerms.TYPE, terms.ref().id());
    }

    /** A statement that grew is billed by what it grew; one that shrank is for people to judge. */
    private Decision<TermsState> bill(Known known) {
        var billed = new HashMap<>(known.billed());
        var decision = Decision.<TermsState>to(new Settled(known));
        var statements = facts
                .find(Payment.class, "Payment.reference", terms.contract().number())
                .stream()
                .filter(one -> one.body()
                        .amount()
                        .getCurrencyUnit()
                        .equals(terms.contract().currency()))
                .filter(one -> one.body().customer().equals(terms.contract().customer()))
                .sorted(Comparator.comparing(one -> one.ref().id()))
                .toList();
        for (Stored<Payment> one : statements) {
            var before = billed.getOrDefault(
                    one.ref().id(), Money.zero(one.body().amount().getCurrencyUnit()));
            var more = one.body().amount().minus(before);
            if (more.isPositive()) {
                billed.put(one.ref().id(), one.body().amount());
                decision = decision.store(
                                DerivedRef.of(
                                        Milestone.class,
                                        one.ref().id(),
                                        one.body().amount().toString()),
                                milestone(one.body(), more))
                        .resolve(new Problem.Key(SHRANK, one.ref().id()));
            } else if (more.isNegative()) {
                decision = decision.raise(shrank(one, before));
            } else {
                decision = decision.resolve(new Problem.Key(SHRANK, one.ref().id()));
            }
        }
        return decision.leading(new Settled(known.billed(billed)));
    }

    private Milestone milestone(Payment statement, Money more) {
        return new Milestone(
                terms.project().ref(),
                "Paid to date %s".formatted(statement.amount()),
                more,
                Milestone.Status.COMPLETED,
                Optional.empty(),
                Optional.of(statement.paidOn()));
    }

    private Problem shrank(Stored<Payment> statement, Money before) {
        return Problem.of(
                        SHRANK,
                        Problem.Owner.FINANCE_OPS,
                        statement.ref(),
                        "Contract %s: %s was billed as paid to date, and now it is %s"
                                .formatted(
                                        terms.contract().number(),
                                        before,
                                        statement.body().amount()),
                        "Ask the customer; if it took money back, credit the difference in finance")
                .atStake(before.minus(statement.body().amount()));
    }
}
