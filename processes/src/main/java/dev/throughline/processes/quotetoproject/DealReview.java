package dev.throughline.processes.quotetoproject;

import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import java.util.List;
import java.util.Optional;

/** Says of a deal, won or not, what would hold it on its way to a project: all rules at once, and nothing is begun. */
public final class DealReview {
    private DealReview() {}

    /** Where it stands in sales, and what it lacks. */
    public record Review(Opportunity deal, List<Problem> problems) {}

    /** @return empty when the deal is not known */
    public static Optional<Review> of(Ref<Opportunity> ref, Facts facts) {
        return facts.get(ref).map(deal -> new Review(deal, problems(ref, deal, facts)));
    }

    private static List<Problem> problems(Ref<Opportunity> ref, Opportunity deal, Facts facts) {
        return switch (DealCheck.check(ref, deal, facts)) {
            case DealCheck.Result.Faulty(var problems) -> problems;
            case DealCheck.Result.Ready _ -> List.of();
        };
    }
}
