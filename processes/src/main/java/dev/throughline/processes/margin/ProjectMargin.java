package dev.throughline.processes.margin;

import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.command.MarginSums;
import dev.throughline.model.event.CanonicalEvent.Request;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What a project was sold for, is planned to bring, and has brought.
 *
 * @param held approved work that waits for something to be mended; in no revenue
 */
public record ProjectMargin(
        Ref<Project> project,
        String name,
        CurrencyUnit currency,
        LocalDate asOf,
        Figure sold,
        Figure planned,
        Figure realised,
        Money held) {
    /** What other systems may be told: figures that are known, and behind whose cost enough people stand. Empty where there is none. */
    public Optional<Request.ReportMargin> report(MarginPolicy policy) {
        var known = Stream.of(sold, planned, realised)
                .map(figure -> shown(figure, policy))
                .toList();
        return known.stream().allMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(new Request.ReportMargin(project, asOf, known.get(0), known.get(1), known.get(2)));
    }

    private static Optional<MarginSums> shown(Figure figure, MarginPolicy policy) {
        return switch (figure) {
            case Figure.Known(var sums, var people) ->
                people == 0 || people >= policy.leastPeople() ? Optional.of(sums) : Optional.empty();
            case Figure.Unknown _ -> Optional.empty();
        };
    }
}
