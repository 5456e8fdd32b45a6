package dev.throughline.processes.policy;

import org.joda.money.Money;

/** Something worth so much, as a case for a limit. */
public record Worth(Money value) {}
