package dev.throughline.connectors.bamboohr.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a request for time off is spread over its days, which the vendor shows as a map of days to amounts, in text: weekends show nothing ("0"). */
final class Days {
    private static final int LONGEST = 800;
    private static final int DECIMALS = 2;

    private Days() {}

    /** Replaces {@code dates} by an even spread of {@code amount} over the working days from {@code start} to {@code end}. */
    static void spread(Map<String, Object> absence) {
        LocalDate first = LocalDate.parse(String.valueOf(absence.get("start")));
        LocalDate last = LocalDate.parse(String.valueOf(absence.get("end")));
        List<LocalDate> days = first.datesUntil(last.plusDays(1)).limit(LONGEST).toList();
        long working = days.stream().filter(Days::works).count();
        Object amount = absence.get("amount");
        if (amount == null || working == 0) {
            absence.remove("dates");
            return;
        }
        BigDecimal each = new BigDecimal(amount.toString())
                .divide(BigDecimal.valueOf(working), DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        Map<String, String> dates = new LinkedHashMap<>();
        days.forEach(day -> dates.put(day.toString(), works(day) ? each.toPlainString() : "0"));
        absence.put("dates", dates);
    }

    private static boolean works(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }
}
