package dev.throughline.hub.thread;

import dev.throughline.hub.ledger.LedgerReader;
import dev.throughline.processes.ledger.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says in a sentence or two where a thread stands: why it is stuck and whose turn it is, else what is under way, else what comes next. */
final class Stands {
    private Stands() {}

    static String says(
            List<Held> things,
            List<StorySteps.Sent> commands,
            List<StorySteps.Stuck> stuck,
            List<LedgerReader.ProjectTotal> totals) {
        String place = where(things, totals);
        if (!stuck.isEmpty()) {
            return place + stuck(stuck);
        }
        Optional<StorySteps.Sent> open =
                commands.stream().filter(StorySteps.Sent::open).findFirst();
        return place + shadows(commands) + open.map(Stands::underWay).orElseGet(() -> next(things, totals));
    }

    private static String shadows(List<StorySteps.Sent> commands) {
        long shadowed = commands.stream().filter(StorySteps.Sent::shadowed).count();
        return shadowed == 0
                ? ""
                : "In shadow: %d %s ended here, and nothing of it was sent. "
                        .formatted(shadowed, shadowed == 1 ? "command" : "commands");
    }

    /** {@code FINANCE_OPS} as {@code finance ops}. */
    static String words(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String stuck(List<StorySteps.Stuck> stuck) {
        StorySteps.Stuck first = stuck.getFirst();
        String more = stuck.size() == 1 ? "" : " (and %d more)".formatted(stuck.size() - 1);
        return "Stuck%s: %s It is the turn of %s: %s"
                .formatted(more, sentence(first.says()), words(first.owner()), sentence(first.remedy()));
    }

    private static String underWay(StorySteps.Sent sent) {
        String tries = sent.attempts() > 1 ? " after %d tries".formatted(sent.attempts()) : "";
        String answer = sent.answer().map(a -> "; the last answer was: " + a).orElse("");
        return "Under way: %s is to be done by %s%s%s. It goes on by itself."
                .formatted(sent.name(), sent.system(), tries, answer);
    }

    private static String where(List<Held> things, List<LedgerReader.ProjectTotal> totals) {
        List<String> parts = new ArrayList<>();
        for (String type : List.of("Opportunity", "Contract", "Project")) {
            things.stream()
                    .filter(t -> t.is(type))
                    .findFirst()
                    .ifPresent(t -> parts.add("%s %s is %s".formatted(called(type), t.title(), words(t.status()))));
        }
        money(totals, parts);
        if (parts.isEmpty()) {
            Held only = things.getFirst();
            parts.add("%s %s is %s"
                    .formatted(only.type(), only.title(), only.status().isEmpty() ? "known" : words(only.status())));
        }
        return sentence(String.join(", ", parts)) + " ";
    }

    private static void money(List<LedgerReader.ProjectTotal> totals, List<String> parts) {
        Map<Place, Map<String, BigDecimal>> byPlace = new TreeMap<>();
        totals.stream()
                .filter(t -> t.amount().signum() != 0)
                .forEach(t -> byPlace.computeIfAbsent(t.place(), _ -> new TreeMap<>())
                        .merge(t.currency(), t.amount(), BigDecimal::add));
        byPlace.forEach((place, sums) -> sums.forEach((currency, sum) ->
                parts.add("%s %s %s".formatted(currency, StorySteps.plain(sum), words(place.name())))));
    }

    private static String next(List<Held> things, List<LedgerReader.ProjectTotal> totals) {
        if (holds(totals, Place.UNBILLED)) {
            return "Next: the billing run takes what is unbilled.";
        }
        if (holds(totals, Place.POSTING)) {
            return "Next: the ERP confirms the invoice.";
        }
        if (things.stream().anyMatch(t -> t.is("Invoice") && t.status().equals("open"))) {
            return "Next: the customer pays.";
        }
        if (things.stream().anyMatch(t -> t.is("Project") && t.status().equals("active"))) {
            return "Next: work is done and approved.";
        }
        if (things.stream().anyMatch(t -> t.is("Opportunity") && t.status().equals("open"))) {
            return "Next: sales wins or loses the deal.";
        }
        return "Nothing waits for anybody.";
    }

    private static boolean holds(List<LedgerReader.ProjectTotal> totals, Place place) {
        return totals.stream().anyMatch(t -> t.place() == place);
    }

    private static String called(String type) {
        return type.equals("Opportunity") ? "Deal" : type;
    }

    private static String sentence(String text) {
        String trimmed = text.strip();
        return trimmed.endsWith(".") || trimmed.endsWith("!") || trimmed.endsWith("?") ? trimmed : trimmed + ".";
    }
}
