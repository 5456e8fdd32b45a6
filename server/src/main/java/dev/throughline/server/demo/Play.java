package dev.throughline.server.demo;

import dev.throughline.server.demo.Firm.Deal;
import dev.throughline.server.demo.Firm.Oddity;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The firm's weeks: sales sells, delivery works, finance bills and is paid, and the systems misbehave as systems do. */
final class Play {
    private static final Duration WEEK_SETTLES = Duration.ofSeconds(20);
    private static final Duration END_SETTLES = Duration.ofSeconds(90);
    private static final int TAX_NUMBER_COMES_IN = 3;

    private final World world;
    private final int weeks;
    private final Progress progress;
    private final Mishaps mishaps;
    private final Delivery delivery;
    private final Finance finance;
    private final Map<String, String> employees = new LinkedHashMap<>();

    Play(World world, long seed, int weeks, Progress progress) {
        this.world = world;
        this.weeks = weeks;
        this.progress = progress;
        this.mishaps = new Mishaps(world, progress, employees);
        this.delivery = new Delivery(world, seed);
        this.finance = new Finance(world, progress);
    }

    /** @return whether everything came to rest in time at the end */
    boolean run() {
        progress.at(0, weeks, "people and customers come on board");
        world.firm()
                .consultants()
                .forEach(c -> employees.put(c.email(), world.hcm().hire(c)));
        world.crm().furnish(world.firm());
        world.settle(WEEK_SETTLES);
        for (int week = 0; week < weeks; week++) {
            week(week);
        }
        world.vendors().heal();
        progress.at(weeks, weeks, "coming to rest");
        boolean rested = world.settle(END_SETTLES);
        progress.end();
        return rested;
    }

    private void week(int week) {
        LocalDate monday = FirmMaker.BEGIN.plusWeeks(week);
        mishaps.begin(week);
        sell(week);
        say(week, "deals are won");
        world.settle(WEEK_SETTLES);
        delivery.work(week, monday);
        say(week, "time and expenses are approved");
        world.settle(WEEK_SETTLES);
        if (week % 2 == 1 || week == weeks - 1) {
            int runs = finance.bill(delivery.projects(), monday.plusDays(6));
            say(week, "%d projects are invoiced".formatted(runs));
            world.settle(WEEK_SETTLES);
            finance.collect(monday.plusDays(6), week == weeks - 1);
        }
        mishaps.end(week);
    }

    private void say(int week, String what) {
        progress.at(week + 1, weeks, "week %d of %d: %s".formatted(week + 1, weeks, what));
    }

    private void sell(int week) {
        for (Deal deal : world.firm().deals()) {
            if (deal.week() == week) {
                world.crm().open(deal);
                if (deal.oddity() != Oddity.SOW_LATE) {
                    world.crm().approveSow(deal);
                }
                world.crm().win(deal);
                world.crm().touch(deal, "Thank the customer");
            } else if (deal.week() == week - 1 && deal.oddity() == Oddity.SOW_LATE && !last(deal)) {
                world.crm().approveSow(deal);
            }
            if (deal.oddity() == Oddity.NO_TAX_NUMBER && week == TAX_NUMBER_COMES_IN) {
                world.crm()
                        .enterTaxNumber(
                                deal.customer(),
                                FirmMaker.taxNumber(deal.customer().entity(), 99));
                progress.tell(deal.customer().title() + " told its tax registration; its deal goes on by itself");
            }
        }
    }

    /** The last late statement of work stays under review, so that the desk has something to show. */
    private boolean last(Deal deal) {
        List<Deal> late = new ArrayList<>(world.firm().deals());
        late.removeIf(d -> d.oddity() != Oddity.SOW_LATE);
        return deal.equals(late.getLast());
    }

    /** A deal whose whole thread is worth showing: billed, and paid at least in part. */
    Optional<Deal> shown() {
        return world.firm().deals().stream()
                .filter(d -> d.oddity() == Oddity.NONE && d.model() == Firm.Model.TIME)
                .findFirst();
    }
}
