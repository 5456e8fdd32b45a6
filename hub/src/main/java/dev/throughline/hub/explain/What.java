package dev.throughline.hub.explain;

import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.SourceLine;
import java.math.BigDecimal;
import java.util.Optional;

/** Says what a line is: whose work, on which day, for which project and customer. */
final class What {
    private What() {}

    static String of(Dossier dossier) {
        return Words.sentence(thing(dossier) + where(dossier) + approval(dossier));
    }

    /** Without the project and the customer, for a list of lines of one of them. */
    static String brief(SourceLine line) {
        String day = line.workedOn().toString();
        String text = line.description().isBlank() ? "" : ", " + line.description();
        return switch (line.kind()) {
            case TIME -> "time on " + day + text;
            case EXPENSE -> "expense of " + day + text;
            case MILESTONE -> "milestone of " + day + text;
            case INSTALMENT -> "instalment of " + day + text;
            case USAGE -> "use on " + day + text;
            case CHARGE -> "charge for the period to " + day + text;
            case CORRECTION -> "correction of work on " + day + text;
        };
    }

    private static String thing(Dossier dossier) {
        if (dossier.source().isEmpty()) {
            return dossier.line().map(l -> unrecorded(l.line())).orElse("A record that is not here any more");
        }
        Thing source = dossier.source().get();
        return switch (source.type()) {
            case "TimeEntry" -> time(source, dossier);
            case "Expense" ->
                "%s of %s, spent by %s on %s%s"
                        .formatted(
                                source.text("category").orElse("Expense"),
                                source.money("amount").orElse("an unknown amount"),
                                person(dossier),
                                source.text("spentOn").orElse("an unknown day"),
                                note(source));
            case "UsageRecord" ->
                "%s units of meter '%s' on %s%s"
                        .formatted(
                                Words.plain(
                                        new BigDecimal(source.text("quantity").orElse("0"))),
                                source.text("meter").orElse("unknown"),
                                source.text("usedOn").orElse("an unknown day"),
                                note(source));
            default ->
                "Milestone '%s' of %s, %s"
                        .formatted(
                                source.name(),
                                source.money("amount").orElse("an unknown amount"),
                                source.text("completedOn")
                                        .map("completed on "::concat)
                                        .orElse(source.text("status")
                                                .map(Words::of)
                                                .orElse("planned")));
        };
    }

    /** A line of which no system holds a record. */
    private static String unrecorded(SourceLine line) {
        return switch (line.kind()) {
            case CHARGE -> "Charge '%s', for the period to %s".formatted(line.description(), line.workedOn());
            case CORRECTION ->
                "Correction of what was billed of %s on %s"
                        .formatted(Corrections.source(line.source()).id(), line.workedOn());
            case INSTALMENT -> "Instalment '%s', due on %s".formatted(line.description(), line.workedOn());
            case TIME, EXPENSE, MILESTONE, USAGE -> "A record that is not here any more";
        };
    }

    private static String time(Thing source, Dossier dossier) {
        Optional<String> role = source.text("role").or(() -> dossier.person().flatMap(p -> p.text("role")));
        return "%s of %s%s on %s%s"
                .formatted(
                        Words.hours(new BigDecimal(source.text("hours").orElse("0"))),
                        person(dossier),
                        role.map(r -> " (" + r + ")").orElse(""),
                        source.text("workedOn").orElse("an unknown day"),
                        note(source));
    }

    private static String person(Dossier dossier) {
        return dossier.person()
                .map(p -> p.text("name").orElse(p.id()))
                .or(() -> dossier.source().flatMap(s -> s.text("resource")))
                .orElse("an unknown person");
    }

    private static String note(Thing source) {
        return source.text("note").map(n -> ", '" + n + "'").orElse("");
    }

    private static String where(Dossier dossier) {
        String project = dossier.project()
                .map(p -> ", on project '%s'%s"
                        .formatted(
                                p.text("name").orElse(p.id()),
                                p.text("code").map(c -> " (" + c + ")").orElse("")))
                .orElse("");
        return project
                + dossier.customer()
                        .map(c -> " for customer " + c.text("name").orElse(c.id()))
                        .orElse("");
    }

    private static String approval(Dossier dossier) {
        Optional<Thing> source = dossier.source();
        if (source.filter(Thing::deleted).isPresent()) {
            return ". It was deleted at its source";
        }
        boolean billable = source.map(s -> !s.is("billable", "false")).orElse(true);
        return source.flatMap(s -> s.text("approval"))
                        .filter(_ ->
                                dossier.line().map(l -> l.line().kind()).orElse(LineKind.TIME) != LineKind.MILESTONE)
                        .map(a -> ". It is " + Words.of(a))
                        .orElse("")
                + (billable ? "" : ", marked as not billable");
    }
}
