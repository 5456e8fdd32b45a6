package dev.throughline.server.demo;

import dev.throughline.server.demo.Firm.Deal;
import dev.throughline.server.demo.Firm.Model;
import dev.throughline.server.demo.Firm.Oddity;
import dev.throughline.server.demo.Wire.Played;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The firm's weeks: sales sells, delivery works, finance bills and is paid, and the systems misbehave as systems do. Each step is played once, however often it is asked for,
 * so that a hub that died in the midst of one may ask again. Thread-safe.
 */
final class Play {
    private static final int TAX_NUMBER_COMES_IN = 3;
    private static final int CHANGE_ORDER = 5;
    private static final BigDecimal MORE = new BigDecimal("25000.50");

    private final Town town;
    private final List<Step> script;
    private final Mishaps mishaps;
    private final Delivery delivery;
    private final Finance finance;
    private final Leave leave;
    private final int weeks;
    private final List<Played> played = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    Play(Town town, Notices notices, long seed, int weeks) {
        this.town = town;
        this.script = Step.script(weeks);
        this.mishaps = new Mishaps(town, notices, told::add);
        this.delivery = new Delivery(town, seed, told::add);
        this.finance = new Finance(town, told::add);
        this.leave = new Leave(town, seed, weeks);
        this.weeks = weeks;
    }

    synchronized int done() {
        return played.size();
    }

    /**
     * @param index of a step that was played, or of the next one
     * @return what came of it, the same each time
     */
    synchronized Played step(int index) {
        if (index < 0 || index > played.size() || index >= script.size()) {
            throw new IllegalArgumentException(
                    "step %d cannot be played: the next is %d of %d".formatted(index, played.size(), script.size()));
        }
        if (index == played.size()) {
            told.clear();
            Played came = play(script.get(index));
            played.add(new Played(told, came.projects(), came.until()));
        }
        return played.get(index);
    }

    synchronized List<Wire.Mishap> mishaps() {
        return mishaps.account();
    }

    private Played play(Step step) {
        LocalDate monday = FirmMaker.BEGIN.plusWeeks(step.week());
        return switch (step.kind()) {
            case BOARD -> {
                town.firm().consultants().forEach(c -> town.hcm().hire(c));
                town.crm().furnish(town.firm());
                yield Played.NOTHING;
            }
            case SELL -> {
                mishaps.week(step.week());
                sell(step.week());
                leave.week(step.week());
                yield Played.NOTHING;
            }
            case DELIVER -> {
                delivery.work(step.week(), monday);
                yield Played.NOTHING;
            }
            case INVOICE ->
                new Played(List.of(), delivery.projects(), monday.plusDays(6).toString());
            case COLLECT -> {
                finance.collect(monday.plusDays(6));
                yield Played.NOTHING;
            }
            case HEAL -> {
                town.vendors().heal();
                yield Played.NOTHING;
            }
        };
    }

    private void sell(int week) {
        for (Deal deal : town.firm().deals()) {
            if (contracted(deal)) {
                sellByContract(deal, week);
            } else if (deal.week() == week) {
                town.crm().open(deal);
                if (deal.oddity() != Oddity.SOW_LATE) {
                    town.crm().approveSow(deal);
                }
                town.crm().win(deal);
                town.crm().touch(deal, "Thank the customer");
            } else if (deal.week() == week - 1 && deal.oddity() == Oddity.SOW_LATE && !last(deal)) {
                town.crm().approveSow(deal);
            }
            if (deal.oddity() == Oddity.NO_TAX_NUMBER && week == TAX_NUMBER_COMES_IN) {
                town.crm()
                        .enterTaxNumber(
                                deal.customer(),
                                FirmMaker.taxNumber(deal.customer().entity(), 99));
                told.add(deal.customer().title() + " told its tax registration; its deal goes on by itself");
            }
        }
    }

    /** Such deals have their contract in sales: one that is amended later on, where the play is long enough, and a retainer. */
    private boolean contracted(Deal deal) {
        return deal.model() == Model.RETAINER || amended(deal);
    }

    private boolean amended(Deal deal) {
        return weeks > CHANGE_ORDER && deal.equals(town.firm().deals().getFirst());
    }

    /** Signed a week before it is won, since whoever wins without a contract gets one of the hub's. */
    private void sellByContract(Deal deal, int week) {
        if (week == deal.week()) {
            town.crm().open(deal);
            town.crm().sign(deal, 6);
            town.crm().approveSow(deal);
            if (deal.model() == Model.RETAINER) {
                told.add("%s retains %s hours a month".formatted(deal.customer().title(), CrmDesk.RETAINED_HOURS));
            }
        } else if (week == deal.week() + 1) {
            town.crm().win(deal);
        } else if (week == CHANGE_ORDER && amended(deal)) {
            town.crm()
                    .amend(
                            deal,
                            2,
                            FirmMaker.BEGIN.plusWeeks(week),
                            deal.amount().add(MORE),
                            9);
            told.add("%s wants more: version 2 of its contract, by %s %s"
                    .formatted(
                            deal.customer().title(),
                            MORE,
                            deal.customer().entity().currency()));
        }
    }

    /** The last late statement of work stays under review, so that the desk has something to show. */
    private boolean last(Deal deal) {
        List<Deal> late = new ArrayList<>(town.firm().deals());
        late.removeIf(d -> d.oddity() != Oddity.SOW_LATE);
        return deal.equals(late.getLast());
    }
}
