package dev.throughline.server.demo;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.model.SystemId;
import dev.throughline.server.demo.Firm.Consultant;
import dev.throughline.server.demo.Wire.Mishap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What goes wrong, and when: the same in every run. Keeps account of what was promised, so that a reader can see that it happened. Not thread-safe. */
final class Mishaps {
    private static final int THROTTLED = 1;
    private static final int AWAY = 2;
    private static final int LOST = 3;
    private static final int HOLD = 4;
    private static final int HOLD_ENDS = 6;
    private static final String ERP_WRITES = "/services/rest/record/v1/";
    private static final String ERP_CREATES = "POST /services/rest/record/v1/";
    private static final String PSA_CREATES = "POST /api/v1/";
    private static final String LATE = "a notice that came five hours late";
    private static final String FORGED = "a notice with a wrong signature, refused";
    private static final Map<Fault, String> WORDS = Map.of(
            Fault.THROTTLE, "throttled",
            Fault.UNAVAILABLE, "unavailable",
            Fault.LOSE_ANSWER, "answer lost after it had saved",
            Fault.DUPLICATE_EVENT, "a notice sent twice");

    private record Ordered(SystemId system, Fault fault) {}

    private final Town town;
    private final Notices notices;
    private final Consumer<String> told;
    private final Map<Ordered, Long> ordered = new LinkedHashMap<>();
    private long late;
    private long forged;

    Mishaps(Town town, Notices notices, Consumer<String> told) {
        this.town = town;
        this.notices = notices;
        this.told = told;
    }

    void week(int week) {
        switch (week) {
            case THROTTLED -> order(Vendors.ERP, Fault.THROTTLE, 4, ERP_WRITES, "the ERP throttles");
            case AWAY -> order(Vendors.ERP, Fault.UNAVAILABLE, 3, "", "the ERP is away for a moment");
            case LOST -> {
                order(Vendors.ERP, Fault.LOSE_ANSWER, 2, ERP_CREATES, "answers of the ERP are lost after it has saved");
                order(Vendors.PSA, Fault.LOSE_ANSWER, 2, PSA_CREATES, "answers of the PSA are lost after it has saved");
            }
            case HOLD -> hold(true);
            case HOLD_ENDS -> hold(false);
            default -> {
                // An ordinary week.
            }
        }
        notices(week);
    }

    private void order(SystemId system, Fault fault, int times, String where, String says) {
        Faults faults = town.vendors().of(system).faults();
        faults.retryAfter(Duration.ofSeconds(1));
        faults.next(fault, times, where);
        ordered.merge(new Ordered(system, fault), (long) times, Long::sum);
        if (!says.isEmpty()) {
            told.accept(says);
        }
    }

    private void hold(boolean on) {
        String customer = town.firm().deals().getFirst().customer().title();
        town.erp().hold(customer, on);
        told.accept(customer + (on ? " is put on credit hold" : " is released from credit hold"));
    }

    /** Somebody is promoted each week: the HCM tells it twice, tells of it again hours late, and once somebody forges a notice. */
    private void notices(int week) {
        int whom = week * 5 % town.firm().consultants().size();
        Consultant consultant = town.firm().consultants().get(whom);
        String employee = town.hcm().employee(consultant);
        order(Vendors.HCM, Fault.DUPLICATE_EVENT, 1, "", "");
        town.hcm().promote(consultant, FirmMaker.BEGIN.plusWeeks(week), "Senior " + consultant.jobTitle());
        notices.late(employee, town.clock().instant().minus(Duration.ofHours(5)));
        late++;
        if (week == LOST) {
            notices.forged(employee);
            forged++;
        }
    }

    List<Mishap> account() {
        List<Mishap> account = new ArrayList<>();
        ordered.forEach((order, times) -> account.add(new Mishap(
                WORDS.getOrDefault(order.fault(), order.fault().name()),
                order.system().value(),
                times,
                town.vendors().of(order.system()).faults().shown().getOrDefault(order.fault(), 0))));
        account.add(new Mishap(LATE, Vendors.HCM.value(), late, notices.late()));
        if (forged > 0) {
            account.add(new Mishap(FORGED, Vendors.HCM.value(), forged, notices.refused()));
        }
        return account;
    }
}
