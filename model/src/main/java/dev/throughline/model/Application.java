package dev.throughline.model;

import org.joda.money.Money;

/** The part of a payment or credit that settles one invoice. */
public record Application(Ref<Invoice> invoice, Money amount) {}
