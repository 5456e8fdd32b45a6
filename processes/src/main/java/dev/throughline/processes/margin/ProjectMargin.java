package dev.throughline.processes.margin;

import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.command.MarginSums;
import dev.throughline.model.event.CanonicalEvent.Request;
import java.time.LocalDate;
import java.util.List;
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
    /** What other systems are told: the figures that are known. Empty where there is none. */
    public Optional<Request.ReportMargin> report() {
        var known = Stream.of(sold, planned, realised).map(ProjectMargin::known).toList();
        return known.stream().allMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(new Request.ReportMargin(project, asOf, known.get(0), known.get(1), known.get(2)));
    }

    private static Optional<MarginSums> known(Figure figure) {
        return switch (figure) {
            case Figure.Known(var sums, var _) -> Optional.of(sums);
            case Figure.Unknown _ -> Optional.empty();
        };
    }

    /** Without the figures behind whose cost there are too few people: nobody's rate can be read from what is left. */
    ProjectMargin guarded(int leastPeople) {
        return new ProjectMargin(
                project,
                name,
                currency,
                asOf,
                guarded(sold, leastPeople),
                guarded(planned, leastPeople),
                guarded(realised, leastPeople),
                held);
    }

    private Figure guarded(Figure figure, int leastPeople) {
        return switch (figure) {
            case Figure.Known(var _, var people)
            when people > 0 && people < leastPeople ->
                new Figure.Unknown(List.of(Lack.tooFewPeople(project, leastPeople)));
            case Figure.Known _, Figure.Unknown _ -> figure;
        };
    }
}
