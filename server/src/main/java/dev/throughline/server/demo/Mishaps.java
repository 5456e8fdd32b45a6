package dev.throughline.server.demo;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.model.SystemId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What goes wrong, and when: the same in every run. */
final class Mishaps {
    private static final int THROTTLED = 1;
    private static final int AWAY = 2;
    private static final int LOST = 3;
    private static final int HOLD = 4;
    private static final int HOLD_ENDS = 6;

    private final World world;
    private final Progress progress;
    private final Map<String, String> employees;

    Mishaps(World world, Progress progress, Map<String, String> employees) {
        this.world = world;
        this.progress = progress;
        this.employees = employees;
    }

    void begin(int week) {
        switch (week) {
            case THROTTLED -> order(Vendors.ERP, Fault.THROTTLE, 4, "the ERP throttles");
            case AWAY -> order(Vendors.ERP, Fault.UNAVAILABLE, 3, "the ERP is away for a moment");
            case LOST -> {
                order(Vendors.ERP, Fault.LOSE_ANSWER, 2, "answers of the ERP are lost after it has saved");
                order(Vendors.PSA, Fault.LOSE_ANSWER, 2, "answers of the PSA are lost after it has saved");
            }
            case HOLD -> hold(true);
            case HOLD_ENDS -> hold(false);
            default -> {
                // An ordinary week.
            }
        }
        notices(week);
    }

    void end(int week) {
        if (week == AWAY || week == THROTTLED) {
            world.vendors().heal();
        }
    }

    private void order(SystemId system, Fault fault, int times, String says) {
        Faults faults = world.vendors().of(system).faults();
        if (faults.supported().contains(fault)) {
            faults.retryAfter(Duration.ofSeconds(1));
            faults.next(fault, times, fault == Fault.LOSE_ANSWER ? "POST" : "");
            progress.tell(says);
        }
    }

    private void hold(boolean on) {
        String customer = world.firm().deals().getFirst().customer().title();
        world.erp().hold(customer, on);
        progress.tell(customer + (on ? " is put on credit hold" : " is released from credit hold"));
    }

    /** The HCM tells each change twice, tells one long after it happened, and somebody tries a wrong signature. */
    private void notices(int week) {
        List<String> ids = List.copyOf(employees.values());
        if (ids.isEmpty()) {
            return;
        }
        String employee = ids.get(week * 5 % ids.size());
        var sender = new WebhookSender(world.hub(), world.tenant(), world.clock());
        Instant now = world.clock().instant();
        sender.notice(employee, now, WebhookSender.KEY);
        sender.notice(employee, now, WebhookSender.KEY);
        sender.notice(employee, now.minus(Duration.ofHours(5)), WebhookSender.KEY);
        if (week == LOST
                && !(sender.notice(employee, now, "somebody-elses-key-0000000000")
                        instanceof Webhooks.Outcome.Refused)) {
            throw new IllegalStateException("a notice with a wrong signature was taken");
        }
    }
}
