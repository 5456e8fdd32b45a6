package dev.throughline.processes.projectlifecycle;

import dev.throughline.model.Lifecycle.Stage;
import dev.throughline.model.Project;
import dev.throughline.processes.projectlifecycle.LifecycleState.Place;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What was decided of a project, and who knows it.
 *
 * @param since    the first day of the stage; empty before the first move
 * @param told     who knows the stage, and of the baseline
 * @param ended    whether finance's order was told to bill no more
 * @param said     delivery's last word
 * @param attempts how often anything was sent, so that no step name is used twice
 */
public record Known(
        Stage stage,
        Optional<LocalDate> since,
        String reason,
        Set<Place> told,
        boolean ended,
        Optional<Project.Status> said,
        Optional<Baseline> baseline,
        int attempts) {
    static final Known NOTHING = new Known(
            Stage.OPEN, Optional.empty(), "", EnumSet.allOf(Place.class), false, Optional.empty(), Optional.empty(), 0);

    public Known {
        told = Set.copyOf(told);
    }

    Known moved(Wish wish, LocalDate day) {
        var knows = EnumSet.noneOf(Place.class);
        if (wish.delivery()) {
            knows.add(Place.DELIVERY);
        }
        if (told.contains(Place.FORECAST)) {
            knows.add(Place.FORECAST);
        }
        return new Known(wish.to(), Optional.of(day), wish.reason(), knows, ended, said, baseline, attempts);
    }

    Known told(Place place) {
        var knows = EnumSet.of(place);
        knows.addAll(told);
        boolean now = place == Place.ORDER ? over() : ended;
        return new Known(stage, since, reason, knows, now, said, baseline, attempts);
    }

    Known rebaselined(Baseline now) {
        var knows = EnumSet.noneOf(Place.class);
        told.stream().filter(place -> place != Place.FORECAST).forEach(knows::add);
        return new Known(stage, since, reason, knows, ended, said, Optional.of(now), attempts);
    }

    Known with(Baseline now) {
        return new Known(stage, since, reason, told, ended, said, Optional.of(now), attempts);
    }

    Known said(Project.Status now) {
        return new Known(stage, since, reason, told, ended, Optional.of(now), baseline, attempts);
    }

    Known again() {
        return new Known(stage, since, reason, told, ended, said, baseline, attempts + 1);
    }

    /** Whether nothing more is begun on the project. */
    boolean over() {
        return stage == Stage.CANCELLED || stage == Stage.CLOSED;
    }
}
