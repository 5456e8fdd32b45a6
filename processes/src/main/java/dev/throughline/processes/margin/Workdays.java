package dev.throughline.processes.margin;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/** Mondays to Fridays. */
public final class Workdays {
    private Workdays() {}

    /** From the first to the last day, both with; all days where none of them is a working day, and the first where the last lies before it. */
    public static List<LocalDate> between(LocalDate from, LocalDate to) {
        if (!to.isAfter(from)) {
            return List.of(from);
        }
        var all = from.datesUntil(to.plusDays(1)).toList();
        var working = all.stream().filter(Workdays::isWorking).toList();
        return working.isEmpty() ? all : working;
    }

    public static boolean isWorking(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }
}
