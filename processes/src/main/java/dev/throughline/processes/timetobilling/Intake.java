package dev.throughline.processes.timetobilling;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Ref;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.Verdict.Nowhere;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings the ledger in line with what delivery says and contracts agree, by compensating postings only. */
record Intake(Desk desk) {
    static final String INSTALMENTS = "instalments";
    static final LocalDate EVER = LocalDate.of(9999, 12, 31);

    /** Places that an invoice or a decision of finance has put a line into; edits never move it from there. */
    private static final Set<Place> SETTLED =
            EnumSet.of(Place.POSTING, Place.BILLED, Place.PAID, Place.CREDITED, Place.WRITTEN_OFF);

    /** A source came, changed or went. @param now empty when it was deleted */
    void workChanged(Ref<?> ref, Optional<Source> now) {
        var standing = desk.line(ref).filter(line -> !line.balances().isEmpty());
        boolean here = now.map(Source::project).filter(desk.project()::equals).isPresent();
        if (!here && standsElsewhere(ref)) {
            return;
        }
        var verdict = here
                ? now.map(desk.judge()::judge).orElseThrow()
                : new Nowhere(now.isPresent() ? "it moved to another project" : "it was deleted");
        boolean wasHeld =
                standing.filter(line -> line.balances().containsKey(Place.HELD)).isPresent();
        if (apply(ref, verdict) && wasHeld) {
            forgetCausesWithoutLines();
        }
    }

    private boolean standsElsewhere(Ref<?> ref) {
        return desk.line(ref)
                .filter(line -> !line.balances().isEmpty())
                .filter(line -> !line.line().project().equals(desk.project()))
                .isPresent();
    }

    /** Moves the line to where it belongs. @return whether anything moved */
    boolean apply(Ref<?> ref, Verdict verdict) {
        var standing = desk.line(ref).filter(line -> !line.balances().isEmpty());
        if (standing.isPresent() && standing.get().balances().keySet().stream().anyMatch(SETTLED::contains)) {
            compareWithSettled(standing.get(), verdict);
            return false;
        }
        if (same(standing, verdict)) {
            problem(verdict).filter(_ -> !desk.refused(ref)).ifPresent(desk::raise);
            return false;
        }
        desk.noLongerRefused(ref);
        standing.ifPresent(line -> withdraw(line, cause(verdict)));
        if (verdict instanceof Placed placed) {
            desk.post(
                    placed.line(),
                    Place.OUTSIDE,
                    placed.place(),
                    new Balance(placed.quantity(), placed.amount()),
                    placed.cause(),
                    Optional.empty());
        }
        problem(verdict).ifPresent(desk::raise);
        return true;
    }

    private static Optional<Problem> problem(Verdict verdict) {
        return switch (verdict) {
            case Nowhere _ -> Optional.empty();
            case Placed placed -> placed.problem();
        };
    }

    private void withdraw(OpenLine line, String cause) {
        line.balances()
                .forEach((place, balance) ->
                        desk.post(line.line(), place, Place.OUTSIDE, balance, cause, Optional.empty()));
    }

    private static String cause(Verdict verdict) {
        return switch (verdict) {
            case Nowhere(var because) -> "withdrawn: " + because;
            case Placed placed -> "judged again: " + placed.cause();
        };
    }

    private static boolean same(Optional<OpenLine> standing, Verdict verdict) {
        return switch (verdict) {
            case Nowhere _ -> standing.isEmpty();
            case Placed placed ->
                standing.filter(line -> line.balances().keySet().equals(Set.of(placed.place())))
                        .filter(line -> sameBalance(line.balances().get(placed.place()), placed))
                        .filter(line ->
                                line.line().workedOn().equals(placed.line().workedOn()))
                        .filter(line ->
                                line.line().contract().equals(placed.line().contract()))
                        .filter(line ->
                                line.line().customer().equals(placed.line().customer()))
                        .filter(line ->
                                line.line().legalEntity().equals(placed.line().legalEntity()))
                        .isPresent();
        };
    }

    private static boolean sameBalance(Balance balance, Placed placed) {
        return balance.quantity().compareTo(placed.quantity()) == 0
                && balance.amount().equals(placed.amount());
    }

    /** What is billed stands, whatever delivery says afterwards; finance decides what follows. */
    private void compareWithSettled(OpenLine line, Verdict verdict) {
        var billed = settled(line);
        var key = new Problem.Key(
                BillingProblems.CHANGED_AFTER_BILLING, line.line().source().id());
        var change = switch (verdict) {
            case Nowhere(var because) -> Optional.of(because);
            case Placed placed
            when placed.quantity().compareTo(billed.quantity()) != 0 ->
                Optional.of("%s became %s"
                        .formatted(
                                billed.quantity().toPlainString(),
                                placed.quantity().toPlainString()));
            case Placed placed when placed.place() == Place.NON_BILLABLE -> Optional.of(placed.cause());
            case Placed placed
            when placed.place() == Place.UNBILLED && !placed.amount().equals(billed.amount()) ->
                Optional.of("%s became %s".formatted(billed.amount(), placed.amount()));
            case Placed _ -> Optional.<String>empty();
        };
        change.ifPresentOrElse(
                words -> desk.raise(
                        BillingProblems.changedAfterBilling(line.line().source(), words, billed.amount())),
                () -> desk.resolve(key));
    }

    private static Balance settled(OpenLine line) {
        return line.balances().values().stream()
                .reduce((one, other) -> new Balance(
                        one.quantity().add(other.quantity()), one.amount().plus(other.amount())))
                .orElseThrow();
    }

    /** Terms changed: held lines whose cause is mended go on, and instalments are planned anew. */
    void termsChanged() {
        instalments();
        review();
    }

    /** Judges every held line again, except those that wait for a retry. */
    void review() {
        if (desk.causes().isEmpty()) {
            return;
        }
        for (var line : desk.facts().openLines(desk.project(), EVER)) {
            if (line.balances().containsKey(Place.HELD)
                    && !desk.refused(line.line().source())) {
                apply(line.line().source(), judge(line));
            }
        }
        forgetCausesWithoutLines();
    }

    Verdict judge(OpenLine line) {
        return source(line)
                .filter(source -> source.project().equals(desk.project()))
                .map(desk.judge()::judge)
                .orElseGet(() -> new Nowhere("it is no longer there"));
    }

    private Optional<Source> source(OpenLine line) {
        var ref = line.line().source();
        return switch (line.line().kind()) {
            case TIME, EXPENSE, MILESTONE ->
                desk.facts().get(new Ref<CanonicalObject>(ref.id())).flatMap(object -> Source.of(ref, object));
            case INSTALMENT ->
                dueInstalments().stream()
                        .filter(due -> due.ref().id().equals(ref.id()))
                        .findFirst()
                        .map(due -> due);
        };
    }

    /** Opens the instalments whose day has come and asks to be woken for the next. */
    void instalments() {
        dueInstalments().stream()
                .filter(due -> !due.dueOn().isAfter(desk.today()))
                .filter(due -> !desk.refused(due.ref()) && !standsElsewhere(due.ref()))
                .forEach(due -> apply(due.ref(), desk.judge().judge(due)));
        desk.wakeForInstalments(dueInstalments().stream()
                .map(Source.Due::dueOn)
                .filter(day -> day.isAfter(desk.today()))
                .min(LocalDate::compareTo));
    }

    /** The instalments of the version in force today, or of the first that will be. */
    private List<Source.Due> dueInstalments() {
        var terms = desk.judge().terms();
        if (terms.contract().isEmpty()) {
            return List.of();
        }
        var contract = terms.contract().get().ref();
        var version = terms.inForce(desk.today()).or(() -> terms.inForce(EVER));
        return version.map(found -> found.schedule().stream()
                        .filter(part -> part.dueOn().isPresent())
                        .map(part -> due(contract, part))
                        .toList())
                .orElse(List.of());
    }

    private Source.Due due(Ref<Contract> contract, Instalment part) {
        return new Source.Due(desk.project(), contract, part, part.dueOn().orElseThrow());
    }

    /** Closes problems for which no line is held any more. */
    private void forgetCausesWithoutLines() {
        var standing = new HashSet<Problem.Key>();
        for (var line : held()) {
            if (judge(line) instanceof Placed placed) {
                placed.problem().map(Problem::key).ifPresent(standing::add);
            }
        }
        desk.refusals().forEach(refusal -> standing.add(refusal.problem()));
        desk.causes().stream()
                .filter(cause -> !cause.code().equals(BillingProblems.CHANGED_AFTER_BILLING))
                .filter(cause -> !standing.contains(cause))
                .forEach(desk::resolve);
    }

    private Collection<OpenLine> held() {
        var lines = new LinkedHashMap<String, OpenLine>();
        desk.facts()
                .openLines(desk.project(), EVER)
                .forEach(line -> lines.put(line.line().source().id(), line));
        desk.touched().forEach(line -> lines.put(line.line().source().id(), line));
        return lines.values().stream()
                .filter(line -> line.balances().containsKey(Place.HELD))
                .filter(line -> !desk.refused(line.line().source()))
                .toList();
    }
}
