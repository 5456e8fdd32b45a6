package dev.throughline.server.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * One part of the play, after which the hub comes to rest.
 *
 * @param index from 0, by which the vendors' process is asked for it
 * @param week  from 0; the number of weeks once all are over
 */
record Step(int index, int week, Kind kind) {
    /** What happens in it. */
    enum Kind {
        /** People and customers come on board. */
        BOARD("people and customers come on board"),
        /** Sales wins deals, and something goes wrong with a system. */
        SELL("deals are won"),
        /** Delivery staffs, works and approves. */
        DELIVER("time and expenses are approved"),
        /** Finance asks for invoices. */
        INVOICE("work is invoiced"),
        /** Customers pay. */
        COLLECT("customers pay"),
        /** All systems behave again. */
        HEAL("coming to rest");

        private final String says;

        Kind(String says) {
            this.says = says;
        }

        String says() {
            return says;
        }
    }

    /** The whole play. Invoices are written every second week and at the end; what is invoiced last stays unpaid. */
    static List<Step> script(int weeks) {
        List<Step> script = new ArrayList<>();
        script.add(new Step(0, 0, Kind.BOARD));
        for (int week = 0; week < weeks; week++) {
            script.add(new Step(script.size(), week, Kind.SELL));
            script.add(new Step(script.size(), week, Kind.DELIVER));
            boolean last = week == weeks - 1;
            if (week % 2 == 1 || last) {
                script.add(new Step(script.size(), week, Kind.INVOICE));
            }
            if (week % 2 == 1 && !last) {
                script.add(new Step(script.size(), week, Kind.COLLECT));
            }
        }
        script.add(new Step(script.size(), weeks, Kind.HEAL));
        return script;
    }

    /** What the screen shows while it is played. */
    String says(int weeks) {
        return switch (kind) {
            case BOARD, HEAL -> kind.says();
            case SELL, DELIVER, INVOICE, COLLECT -> "week %d of %d: %s".formatted(week + 1, weeks, kind.says());
        };
    }
}
