package dev.throughline.model;

import java.time.LocalDate;
import org.joda.money.Money;

/**
 * What an hour of a person costs the firm from a day on. Sensitive: masked by role wherever it leaves.
 */
public record CostRate(Ref<Resource> resource, LocalDate effectiveFrom, Money perHour) implements CanonicalObject {}
