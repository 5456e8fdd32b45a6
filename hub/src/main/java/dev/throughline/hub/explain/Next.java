package dev.throughline.hub.explain;

import dev.throughline.hub.explain.Explainer.Standing;
import dev.throughline.hub.explain.Explainer.Trouble;
import dev.throughline.hub.explain.Reads.Instance;
import dev.throughline.hub.explain.Reads.Sent;
import dev.throughline.processes.ledger.LineKind;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Says what happens next to a line: of itself, or by whom. */
record Next(Reads reads, Dossier dossier) {
    private static final String RUN = "billing-run";
    static final String SHADOWED =
            "Nothing more in shadow: no invoice was sent. Compare it with what people posted (shadow compare).";

    String says(List<Standing> places, List<Trouble> held) throws SQLException {
        if (!held.isEmpty()) {
            return turn(held);
        }
        if (places.isEmpty()) {
            return outside();
        }
        return switch (places.getFirst().place()) {
            case "approved" -> "Billing judges it in a moment.";
            case "unbilled" -> unbilled();
            case "held" -> "It is held, but nothing on the exception desk says why: retry the billing of its project.";
            case "posting" -> posting();
            case "billed" -> billed();
            case "paid" -> "Nothing more: it is paid.";
            case "credited" -> "Nothing more: it was credited.";
            case "written off" -> "Nothing more: it was written off.";
            case "non billable" -> "Nothing more: it is not billed.";
            case "covered" -> covered();
            default -> "Nothing is known of what comes next.";
        };
    }

    private String billed() {
        return dossier.command().filter(Sent::shadowed).isPresent()
                ? SHADOWED
                : dossier.invoice().map(Next::invoice).orElse("The customer pays the invoice.");
    }

    static String turn(List<Trouble> held) {
        Trouble first = held.getFirst();
        return "It is the turn of %s: %s Then it goes on.".formatted(first.owner(), Words.sentence(first.remedy()));
    }

    private String outside() {
        Optional<Thing> source = dossier.source();
        if (source.filter(Thing::deleted).isPresent()) {
            return "Nothing more: it was deleted.";
        }
        String state = source.flatMap(s -> s.text("approval").or(() -> s.text("status")))
                .orElse("");
        return switch (state) {
            case "draft" -> "It is submitted and approved; then it is billed.";
            case "submitted" -> "It is approved; then it is billed.";
            case "rejected" -> "Its author corrects it and submits it again.";
            case "planned" -> "Delivery completes it; then it is billed.";
            case "cancelled" -> "Nothing more: it was cancelled.";
            case "approved", "completed" -> "Billing takes it up in a moment.";
            default -> "Nothing is known of what comes next.";
        };
    }

    private String unbilled() throws SQLException {
        String[] path = dossier.instance().orElse("/").split("/", 2);
        Optional<Instance> instance = reads.instance(path[0], path[1]);
        if (instance.filter(i -> i.state().equals("Stopped")).isPresent()) {
            return "Billing of its project was stopped by %s (%s): it goes on when somebody retries it."
                    .formatted(in(instance.get(), "by"), in(instance.get(), "reason"));
        }
        Optional<Instant> due = reads.timer(path[0], path[1], RUN);
        return due.map(at -> "The billing run of %s takes it."
                        .formatted(at.atZone(ZoneOffset.UTC).toLocalDate()))
                .orElse("The next billing run takes it; no day is set, so somebody asks for it"
                        + " (publish-approved-time-for-billing).");
    }

    private String covered() {
        boolean use = dossier.line().map(l -> l.line().kind()).orElse(LineKind.TIME) == LineKind.USAGE;
        return use
                ? "Nothing more of itself: the charge of its period bills it with all other use of its meter, by the tiers of the contract."
                : "Nothing more of itself: the fee of its period pays for it, and what the period's work comes to beyond what was bought is billed by the charge of its period.";
    }

    private static String in(Instance instance, String attribute) {
        JsonNode value = instance.body().findValue(attribute);
        return value == null ? "unknown" : value.asString("unknown");
    }

    private String posting() {
        return dossier.command().map(Next::answer).orElse("The ERP answers to its invoice.");
    }

    static String answer(Sent sent) {
        String last = sent.answer()
                .map(a -> " The last answer was: " + Words.sentence(a))
                .orElse("");
        String tries = Words.count(sent.attempts(), "attempt");
        return switch (sent.state()) {
            case "ready" -> "Its invoice is sent to %s (%s so far).%s".formatted(sent.system(), tries, last);
            case "uncertain" ->
                "The answer of %s was lost: it is looked for before anything is sent again (%s so far).%s"
                        .formatted(sent.system(), tries, last);
            case "accepted" -> "%s has taken the invoice and confirms it later.%s".formatted(sent.system(), last);
            case "dead" ->
                "Sending the invoice to %s was given up after %s: an operator sends it again.%s"
                        .formatted(sent.system(), tries, last);
            default -> "The answer of %s is taken in in a moment.".formatted(sent.system());
        };
    }

    static String invoice(Thing invoice) {
        String due = invoice.text("dueOn").map(d -> " by " + d).orElse("");
        return switch (invoice.text("status").orElse("")) {
            case "paid" -> "Nothing more: it is paid.";
            case "rejected" -> "Nothing more: it was rejected, and its work is billed anew.";
            case "voided" -> "Nothing more: it was voided.";
            case "draft", "pending_approval" -> "Finance issues the invoice, then the customer pays it" + due + ".";
            default ->
                "The customer pays invoice %s%s%s."
                        .formatted(
                                invoice.name(),
                                due,
                                invoice.money("outstanding")
                                        .map(o -> " (" + o + " open)")
                                        .orElse(""));
        };
    }
}
