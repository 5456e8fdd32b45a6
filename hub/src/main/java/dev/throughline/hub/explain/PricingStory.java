package dev.throughline.hub.explain;

import dev.throughline.hub.explain.Explainer.Pricing;
import dev.throughline.hub.explain.Reads.Sent;
import dev.throughline.model.SystemId;
import dev.throughline.processes.ledger.Converted;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.SourceLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says by which version, rate, rule and mapping a line was priced. The ledger's own words go before what can be found out today. */
record PricingStory(Reads reads, MappingNames mappings, Dossier dossier) {
    private static final Set<Place> INVOICED = EnumSet.of(Place.POSTING, Place.BILLED, Place.PAID, Place.CREDITED);
    private static final Pattern VERSION = Pattern.compile("^version (\\d+)\\b.*");

    Optional<Pricing> told() throws SQLException {
        if (dossier.line().isEmpty()) {
            return Optional.empty();
        }
        OpenLine open = dossier.line().get();
        SourceLine line = open.line();
        Optional<Thing> inForce = inForce(line);
        Optional<Integer> stated = stated(line.pricing());
        Optional<Integer> now = inForce.flatMap(v -> v.text("number")).map(Integer::valueOf);
        Optional<BigDecimal> rate = line.kind() == LineKind.TIME ? rate(open) : Optional.empty();
        List<String> read = read();
        var said = new ArrayList<String>();
        said.add(rule(line, rate, open));
        line.converted().ifPresent(c -> said.add(conversion(line, c)));
        dossier.contract().ifPresent(c -> said.add(version(c, stated, inForce, line)));
        if (!read.isEmpty()) {
            said.add("The record was read by mapping %s.".formatted(String.join(", ", read)));
        }
        return Optional.of(new Pricing(
                dossier.contract().map(Thing::name),
                stated.or(() -> now),
                line.pricing(),
                rate,
                read,
                String.join(" ", said)));
    }

    private static Optional<Integer> stated(String pricing) {
        Matcher matcher = VERSION.matcher(pricing);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static String rule(SourceLine line, Optional<BigDecimal> rate, OpenLine open) {
        String currency = open.balances().values().stream()
                .findFirst()
                .map(b -> b.amount().getCurrencyUnit().getCode())
                .orElse("");
        String perHour = rate.map(r -> ": %s an hour".formatted(Words.money(currency, r)))
                .orElse("");
        return line.pricing().equals("not priced")
                ? "It has no price yet."
                : "Priced by %s%s.".formatted(line.pricing(), perHour);
    }

    private static String conversion(SourceLine line, Converted converted) {
        String whose = line.kind() == LineKind.TIME ? "The price of an hour" : "The amount";
        return "%s was %s: %s, rounded half up once.".formatted(whose, converted.original(), converted.words());
    }

    private static String version(Thing contract, Optional<Integer> stated, Optional<Thing> inForce, SourceLine line) {
        String number = inForce.flatMap(v -> v.text("number")).orElse("");
        if (inForce.isEmpty()) {
            return "Contract %s has no version in force on %s.".formatted(contract.name(), line.workedOn());
        }
        String terms = "version %s of contract %s (%s, in force from %s)"
                .formatted(
                        number,
                        contract.name(),
                        inForce.flatMap(v -> v.text("billingModel"))
                                .map(Words::of)
                                .orElse("no billing model"),
                        inForce.flatMap(v -> v.text("effectiveFrom")).orElse("?"));
        return stated.isEmpty() || stated.get().toString().equals(number)
                ? "Its day, %s, falls under %s.".formatted(line.workedOn(), terms)
                : "By now its day, %s, falls under %s; it was priced by version %d before that came."
                        .formatted(line.workedOn(), terms, stated.get());
    }

    /** As billing picks it: of the agreed versions that took effect by the day the latest, of equals the one with the higher number. */
    private Optional<Thing> inForce(SourceLine line) throws SQLException {
        if (dossier.contract().isEmpty()) {
            return Optional.empty();
        }
        return reads.versions(dossier.contract().get().id()).stream()
                .filter(v -> v.is("status", "approved") || v.is("status", "superseded"))
                .filter(v -> !from(v).isAfter(line.workedOn()))
                .max(Comparator.comparing(PricingStory::from)
                        .thenComparing(
                                v -> v.text("number").map(Integer::valueOf).orElse(0)));
    }

    private static LocalDate from(Thing version) {
        return version.text("effectiveFrom").map(LocalDate::parse).orElse(LocalDate.MAX);
    }

    /** As invoiced; else out of the amount, which tells it for certain from one hour on, since it was rounded only once. */
    private Optional<BigDecimal> rate(OpenLine open) {
        Optional<BigDecimal> invoiced = open.balances().keySet().stream().anyMatch(INVOICED::contains)
                ? dossier.command().flatMap(this::invoiced)
                : Optional.empty();
        if (invoiced.isPresent()) {
            return invoiced;
        }
        var hours = open.balances().values().stream()
                .map(OpenLine.Balance::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        var amount = open.balances().values().stream()
                .map(b -> b.amount().getAmount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (hours.compareTo(BigDecimal.ONE) < 0 || amount.signum() <= 0) {
            return Optional.empty();
        }
        var rate = amount.divide(hours, amount.scale(), RoundingMode.HALF_UP);
        return Optional.of(rate)
                .filter(r -> r.multiply(hours)
                                .setScale(amount.scale(), RoundingMode.HALF_UP)
                                .compareTo(amount)
                        == 0);
    }

    private Optional<BigDecimal> invoiced(Sent command) {
        return command.body()
                .path("lines")
                .valueStream()
                .filter(row -> InvoiceStory.sources(row).containsKey(dossier.id()))
                .map(row -> Thing.decimal(row.path("rate").path("amount")))
                .findFirst();
    }

    private List<String> read() throws SQLException {
        return reads.translated(dossier.id())
                .map(t -> mappings.readers(reads.firm(), new SystemId(t.system()), t.objectType(), t.mapping()))
                .orElse(List.of());
    }
}
