package dev.throughline.processes.changeorder;

import static dev.throughline.processes.Problem.Owner.DELIVERY_OPS;
import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;
import static dev.throughline.processes.Problem.Owner.INTEGRATION;

import dev.throughline.model.Contract;
import dev.throughline.model.Ref;
import dev.throughline.processes.Problem;
import dev.throughline.processes.changeorder.ChangeState.Stage;
import dev.throughline.processes.changeorder.ChangeStep.SaidNo;
import java.util.List;

/** What can be wrong with a change, in words. */
final class ChangeProblems {
    static final String UNDONE = "CHANGE_ORDER_UNDONE";
    static final String NEEDS_APPROVAL = "CHANGE_ORDER_NEEDS_APPROVAL";

    private ChangeProblems() {}

    static Problem of(String code, Problem.Owner owner, Agreed wanted, String says, String remedy) {
        return Problem.of(
                        "CHANGE_ORDER_" + code,
                        owner,
                        wanted.ref(),
                        "Contract %s, version %d cannot be carried: %s"
                                .formatted(wanted.body().contract(), wanted.number(), says),
                        remedy)
                .atStake(wanted.body().value());
    }

    static Problem approval(Ref<Contract> contract, Agreed carried, Agreed wanted, List<String> reasons) {
        return Problem.of(
                        NEEDS_APPROVAL,
                        FINANCE_OPS,
                        wanted.ref(),
                        "Contract %s goes from %s to %s and waits for approval: %s"
                                .formatted(contract, carried, wanted, String.join("; ", reasons)),
                        "Approve it with POST /api/v1/processes/approve {\"processType\": \"%s\", \"processKey\": \"%s\", \"what\": \"%s\"}, or skip it; nothing was sent yet"
                                .formatted(ChangeOrder.TYPE, contract, wanted.name()))
                .atStake(wanted.body().value());
    }

    static Problem refused(Standing standing, Change change, Stage stage, SaidNo no) {
        var subject =
                stage == Stage.DELIVERY ? change.project() : change.wanted().ref();
        var problem = Problem.of(
                        no.code(),
                        owner(stage),
                        subject,
                        "Contract %s, %s, did not reach %s: %s. %s"
                                .formatted(
                                        change.wanted().body().contract(),
                                        change.wanted(),
                                        place(stage),
                                        no.says(),
                                        held(standing, change)),
                        "Mend what it names, then retry; skip it to give every system back what it had")
                .atStake(change.wanted().body().value());
        return standing.whole() ? problem : problem.severe();
    }

    static Problem undoRefused(Standing standing, Change change, Stage stage, SaidNo no) {
        return Problem.of(
                        no.code(),
                        owner(stage),
                        change.project(),
                        "Contract %s is to go back to %s, and %s said no: %s. %s"
                                .formatted(
                                        change.wanted().body().contract(),
                                        standing.carried(),
                                        place(stage),
                                        no.says(),
                                        held(standing, change)),
                        "Mend what it names, then retry; skip it only once you have set it back there by hand")
                .atStake(change.wanted().body().value())
                .severe();
    }

    /** Raised when every system has again what it had. */
    static Problem undone(Standing standing, Change change, Stage stage, SaidNo no) {
        return Problem.of(
                        UNDONE,
                        FINANCE_OPS,
                        change.wanted().ref(),
                        "Contract %s, %s, was undone, since it did not reach %s: %s. Every system holds %s; work is billed by what is approved all the same"
                                .formatted(
                                        change.wanted().body().contract(),
                                        change.wanted(),
                                        place(stage),
                                        no.says(),
                                        standing.carried()),
                        "Mend what it names, then retry; or withdraw the version in sales")
                .atStake(change.wanted().body().value())
                .severe();
    }

    /** Which system holds what. */
    private static String held(Standing standing, Change change) {
        if (standing.whole()) {
            return "Every system holds " + standing.carried();
        }
        return "Delivery has %s, finance's order stands for %s"
                .formatted(
                        standing.former().isPresent()
                                ? "the budget of a later version than %d"
                                        .formatted(standing.carried().number())
                                : standing.carried(),
                        standing.ordered().equals(standing.carried().ref())
                                ? standing.carried()
                                : standing.ordered().equals(change.wanted().ref())
                                        ? change.wanted()
                                        : standing.ordered());
    }

    private static Problem.Owner owner(Stage stage) {
        return switch (stage) {
            case DELIVERY -> DELIVERY_OPS;
            case FINANCE, FORECAST -> FINANCE_OPS;
            case SALES -> INTEGRATION;
        };
    }

    private static String place(Stage stage) {
        return switch (stage) {
            case DELIVERY -> "the project in delivery";
            case FINANCE -> "the order in finance";
            case FORECAST -> "the revenue forecast in finance";
            case SALES -> "the contract in sales";
        };
    }
}
