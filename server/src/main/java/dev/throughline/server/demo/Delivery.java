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
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What delivery does in a week: staffs what sales won, enters and approves time and expenses, ticks milestones off. */
final class Delivery {
    private static final int DAYS = 5;
    private static final int MILESTONES_FROM = 3;

    /** @param people their ids in the PSA; @param late entries that wait for their approval */
    private record Running(Deal deal, String project, List<String> people, List<String> late, boolean[] reached) {}

    private final World world;
    private final RandomGenerator random;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private int nextPerson;

    Delivery(World world, long seed) {
        this.world = world;
        this.random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    }

    /** Ids of the projects that delivery has for deals. */
    List<String> projects() {
        return running.values().stream().map(Running::project).toList();
    }

    void work(int week, LocalDate monday) {
        for (Deal deal : world.firm().deals()) {
            if (deal.week() <= week && !running.containsKey(deal.title())) {
                world.psa().project(deal.title()).ifPresent(p -> staff(deal, String.valueOf(p.get("id"))));
            }
        }
        running.values().forEach(r -> week(r, week, monday));
    }

    private void staff(Deal deal, String project) {
        List<Consultant> ours = world.firm().consultants().stream()
                .filter(c -> c.entity().equals(deal.customer().entity()))
                .toList();
        List<String> people = new ArrayList<>();
        for (int tries = 0; tries < ours.size() && people.size() < 2; tries++) {
            world.psa()
                    .person(ours.get(nextPerson++ % ours.size()).email())
                    .filter(p -> !people.contains(p))
                    .ifPresent(people::add);
        }
        world.psa().begin(project);
        people.forEach(p -> world.psa().staff(project, p, deal.startsOn(), deal.endsOn(), 60 * 200));
        running.put(deal.title(), new Running(deal, project, people, new ArrayList<>(), new boolean[1]));
    }

    private void week(Running on, int week, LocalDate monday) {
        if (!on.late().isEmpty()) {
            world.psa().approveTime(on.project(), List.copyOf(on.late()));
            on.late().clear();
        }
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
                String entry = world.psa().enter(on.project(), person, work);
                boolean late = day == DAYS - 1 && random.nextInt(6) == 0;
                (late ? on.late() : approved).add(entry);
            }
            world.psa().approveTime(on.project(), approved);
        }
        if (random.nextInt(3) == 0 && !on.people().isEmpty()) {
            String currency = on.deal().customer().entity().currency();
            String expense = world.psa()
                    .spend(
                            on.project(),
                            on.people().getFirst(),
                            monday.plusDays(2),
                            4_000 + random.nextInt(30_000),
                            currency);
            world.psa().approveExpenses(on.project(), List.of(expense));
        }
        if (on.deal().model() == Model.MILESTONE
                && !on.reached()[0]
                && week >= on.deal().week() + MILESTONES_FROM) {
            on.reached()[0] = world.psa().completeMilestones(on.project()) > 0;
        }
    }

    /** Cents per hour; work on a fixed price is entered at the price list too. */
    private static long rate(Deal deal) {
        BigDecimal price =
                deal.model() == Model.TIME ? deal.price() : deal.product().rate();
        return price.movePointRight(2).longValueExact();
    }
}
