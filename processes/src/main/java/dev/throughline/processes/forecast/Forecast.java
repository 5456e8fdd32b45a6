package dev.throughline.processes.forecast;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.Money;

/**
 * What is ahead, by month; a month is {@code 2026-03}, or {@code later} for all after the last.
 *
 * @param lacks what is missing, and what was therefore left out
 */
public record Forecast(
        LocalDate asOf,
        List<String> months,
        List<Pipeline> pipeline,
        List<Backlog> backlog,
        List<Staffing> staffing,
        List<Gap> lacks) {
    public Forecast {
        months = List.copyOf(months);
        pipeline = List.copyOf(pipeline);
        backlog = List.copyOf(backlog);
        staffing = List.copyOf(staffing);
        lacks = List.copyOf(lacks);
    }

    /**
     * Open deals of a company in a currency.
     *
     * @param entity   canonical id, {@code -} where none is stated
     * @param deals    that bring anything in the month
     * @param amount   if all are won
     * @param weighted by the probability of each
     */
    public record Pipeline(String month, String entity, int deals, Money amount, Money weighted) {}

    /** What contracts of a company will still bill. @param entity canonical id */
    public record Backlog(String month, String entity, int contracts, Money amount) {}

    /**
     * Hours of a role.
     *
     * @param firm      assigned for sure
     * @param tentative assigned, not for sure
     * @param open      of seats that wait for a person
     * @param capacity  contracted hours of the people in the role less their absences
     */
    public record Staffing(
            String month, String role, BigDecimal firm, BigDecimal tentative, BigDecimal open, BigDecimal capacity) {}

    /** @param about id of the object to be mended */
    public record Gap(String code, String about, String says) {}
}
