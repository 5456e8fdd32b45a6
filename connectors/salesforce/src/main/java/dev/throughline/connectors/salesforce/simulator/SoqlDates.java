package dev.throughline.connectors.salesforce.simulator;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** SOQL's date words as stretches of days, in UTC and with weeks that begin on Sunday. */
final class SoqlDates {
    /** Both ends included. */
    record Days(LocalDate first, LocalDate last) {}

    private SoqlDates() {}

    static Days days(SoqlQuery.Literal.Stretch stretch, LocalDate today) {
        int n = stretch.n();
        LocalDate week = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        LocalDate month = today.withDayOfMonth(1);
        LocalDate quarter = month.minusMonths((month.getMonthValue() - 1) % 3);
        LocalDate year = today.withDayOfYear(1);
        return switch (stretch.word()) {
            case "YESTERDAY" -> new Days(today.minusDays(1), today.minusDays(1));
            case "TODAY" -> new Days(today, today);
            case "TOMORROW" -> new Days(today.plusDays(1), today.plusDays(1));
            case "LAST_WEEK" -> new Days(week.minusDays(7), week.minusDays(1));
            case "THIS_WEEK" -> new Days(week, week.plusDays(6));
            case "NEXT_WEEK" -> new Days(week.plusDays(7), week.plusDays(13));
            case "LAST_MONTH" -> months(month.minusMonths(1), 1);
            case "THIS_MONTH" -> months(month, 1);
            case "NEXT_MONTH" -> months(month.plusMonths(1), 1);
            case "LAST_90_DAYS" -> new Days(today.minusDays(90), today);
            case "NEXT_90_DAYS" -> new Days(today.plusDays(1), today.plusDays(90));
            case "LAST_QUARTER" -> months(quarter.minusMonths(3), 3);
            case "THIS_QUARTER" -> months(quarter, 3);
            case "NEXT_QUARTER" -> months(quarter.plusMonths(3), 3);
            case "LAST_YEAR" -> months(year.minusYears(1), 12);
            case "THIS_YEAR" -> months(year, 12);
            case "NEXT_YEAR" -> months(year.plusYears(1), 12);
            case "LAST_N_DAYS" -> new Days(today.minusDays(n), today);
            case "NEXT_N_DAYS" -> new Days(today.plusDays(1), today.plusDays(n));
            case "N_DAYS_AGO" -> new Days(today.minusDays(n), today.minusDays(n));
            case "LAST_N_MONTHS" -> new Days(month.minusMonths(n), month.minusDays(1));
            case "NEXT_N_MONTHS" -> months(month.plusMonths(1), n);
            default -> throw new IllegalStateException("no such date word: " + stretch.word());
        };
    }

    private static Days months(LocalDate first, int months) {
        return new Days(first, first.plusMonths(months).minusDays(1));
    }
}
