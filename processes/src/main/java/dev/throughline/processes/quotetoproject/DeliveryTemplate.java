package dev.throughline.processes.quotetoproject;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * How a kind of project is set up in delivery.
 *
 * @param milestones how the price is split where the contract has no schedule of its own
 * @param roles      the seats that wait for people
 */
public record DeliveryTemplate(String name, List<Phase> phases, List<Part> milestones, List<Seat> roles) {
    /** One phase, one milestone at the end, no seats. */
    public static final DeliveryTemplate STANDARD = new DeliveryTemplate(
            "standard",
            List.of(new Phase("Delivery", List.of("Consulting"), Optional.empty())),
            List.of(new Part("Completion", BigDecimal.ONE, Optional.empty())),
            List.of());

    public DeliveryTemplate {
        phases = List.copyOf(phases);
        milestones = List.copyOf(milestones);
        roles = List.copyOf(roles);
    }

    /** @param estimate hours */
    public record Phase(String name, List<String> tasks, Optional<BigDecimal> estimate) {
        public Phase {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * @param weight   its part of the price, in proportion to the others'
     * @param dueAfter days after the start; the end of the project when empty
     */
    public record Part(String name, BigDecimal weight, Optional<Integer> dueAfter) {}

    /**
     * @param role  canonical role code, for which the rate card must have a price
     * @param hours planned
     */
    public record Seat(String role, Optional<BigDecimal> hours) {}
}
