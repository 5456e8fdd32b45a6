package dev.throughline.server.demo;

import dev.throughline.server.demo.Firm.Consultant;
import dev.throughline.server.demo.Firm.Deal;
import dev.throughline.server.demo.Firm.Model;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What delivery does in a week: staffs what sales won, enters and approves time and expenses, ticks milestones off. */
final class Delivery {
    private static final int DAYS = 5;
    private static final int MILESTONES_FROM = 3;
    /** By then the first weeks are billed. */
    private static final int REOPENED = 4;

    private static final int CORRECTED_MINUTES = 240;

    /** @param people their ids in the PSA; @param late entries that wait for their approval */
    private record Running(Deal deal, String project, List<String> people, List<String> late, boolean[] reached) {}

    /** An approved week of one person on a deal that is billed by the hour. */
    private record Sheet(Deal deal, String id, String project, List<String> entries) {}

    private final Town town;
    private final long seed;
    private final Consumer<String> told;
    private final Map<String, Running> running = new LinkedHashMap<>();

    private Optional<Sheet> first = Optional.empty();

    Delivery(Town town, long seed, Consumer<String> told) {
        this.town = town;
        this.seed = seed;
        this.told = told;
    }

    /** Ids of the projects that delivery has for deals. */
    List<String> projects() {
        return running.values().stream().map(Running::project).toList();
    }

    void work(int week, LocalDate monday) {
        for (Deal deal : town.firm().deals()) {
            if (deal.week() <= week && !running.containsKey(deal.title())) {
                town.psa().project(deal.title()).ifPresent(p -> staff(deal, String.valueOf(p.get("id"))));
            }
        }
        running.values().forEach(r -> week(r, week, monday));
        if (week == REOPENED) {
            first.ifPresent(this::reopen);
        }
    }

    /** Long after it was billed, somebody finds out that less was worked. */
    private void reopen(Sheet sheet) {
        town.psa()
                .reopen(
                        sheet.id(),
                        sheet.project(),
                        sheet.entries(),
                        sheet.entries().getFirst(),
                        CORRECTED_MINUTES);
        told.accept("a billed week on %s is reopened, and one day corrected"
                .formatted(sheet.deal().title()));
    }

    private void staff(Deal deal, String project) {
        List<Consultant> ours = town.firm().consultants().stream()
                .filter(c -> c.entity().equals(deal.customer().entity()))
                .toList();
        List<String> people = new ArrayList<>();
        int first = town.firm().deals().indexOf(deal) * 2;
        for (int tries = 0; tries < ours.size() && people.size() < 2; tries++) {
            town.psa().person(ours.get((first + tries) % ours.size()).email()).ifPresent(people::add);
        }
        town.psa().begin(project);
        people.forEach(p -> town.psa().staff(project, p, deal.startsOn(), deal.endsOn(), 60 * 200));
        running.put(deal.title(), new Running(deal, project, people, new ArrayList<>(), new boolean[1]));
    }

    private void week(Running on, int week, LocalDate monday) {
        if (!on.late().isEmpty()) {
            town.psa().approveTime(on.project(), List.copyOf(on.late()));
            on.late().clear();
        }
        RandomGenerator random = chance(on.deal(), week);
        long rate = rate(on.deal());
        for (String person : on.people()) {
            List<String> approved = new ArrayList<>();
            for (int day = 0; day < DAYS; day++) {
                int minutes = 300 + 15 * random.nextInt(13);
                boolean billable = random.nextInt(10) > 0;
                var work = new PsaDesk.Work(
                        monday.plusDays(day),
                        minutes,
                        billable,
                        rate,
                        "Work for " + on.deal().title());
                String entry = town.psa().enter(on.project(), person, work);
                boolean late = day == DAYS - 1 && random.nextInt(6) == 0;
                (late ? on.late() : approved).add(entry);
            }
            String sheet = town.psa().approveTime(on.project(), approved);
            if (first.isEmpty() && on.deal().model() == Model.TIME) {
                first = Optional.of(new Sheet(on.deal(), sheet, on.project(), List.copyOf(approved)));
            }
        }
        if (random.nextInt(3) == 0 && !on.people().isEmpty()) {
            String currency = on.deal().customer().entity().currency();
            String expense = town.psa()
                    .spend(
                            on.project(),
                            on.people().getFirst(),
                            monday.plusDays(2),
                            4_000 + random.nextInt(30_000),
                            currency);
            town.psa().approveExpenses(on.project(), List.of(expense));
        }
        if (on.deal().model() == Model.MILESTONE
                && !on.reached()[0]
                && week >= on.deal().week() + MILESTONES_FROM) {
            on.reached()[0] = town.psa().completeMilestones(on.project()) > 0;
        }
    }

    /** Of one deal in one week alone: what is drawn for one must not hang on when another got its project. */
    private RandomGenerator chance(Deal deal, int week) {
        return new SplittableRandom(
                new SplittableRandom(seed ^ town.firm().deals().indexOf(deal)).nextLong() + week);
    }

    /** Cents per hour; work on a fixed price is entered at the price list too. */
    private static long rate(Deal deal) {
        BigDecimal price =
                deal.model() == Model.TIME ? deal.price() : deal.product().rate();
        return price.movePointRight(2).longValueExact();
    }
}
