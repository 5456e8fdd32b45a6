package dev.throughline.server.demo;

import dev.throughline.server.demo.Firm.Consultant;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Who is away when: each week somebody books leave for the weeks after the play, every third week the one before is called off, and some take half a day. */
final class Leave {
    private static final int PEOPLE_BETWEEN = 3;
    private static final int CALLED_OFF_EVERY = 3;
    private static final int LONGEST = 12;
    private static final int BOOKED_WITHIN = 8;
    /** Weeks, longer than any leave that begins within {@link #BOOKED_WITHIN}. */
    private static final int ROUND = BOOKED_WITHIN + 3;

    private static final int HOURS_OF_DAY = 8;

    private final Town town;
    private final long seed;
    private final int weeks;
    private final Map<Integer, String> requests = new HashMap<>();

    Leave(Town town, long seed, int weeks) {
        this.town = town;
        this.seed = seed;
        this.weeks = weeks;
    }

    void week(int week) {
        RandomGenerator random = new SplittableRandom(seed * 31 + week);
        Consultant person = town.firm()
                .consultants()
                .get((week * PEOPLE_BETWEEN + 1) % town.firm().consultants().size());
        LocalDate first =
                FirmMaker.BEGIN.plusWeeks(weeks + 1L + random.nextInt(8)).plusDays(random.nextInt(5));
        boolean half = random.nextInt(4) == 0;
        LocalDate last = half ? first : first.plusDays(random.nextInt(LONGEST));
        int hours = half ? HOURS_OF_DAY / 2 : HOURS_OF_DAY * working(first, last);
        requests.put(week, town.hcm().takeOff(person, half ? "Appointment" : "Vacation", first, last, hours));
        if (week % CALLED_OFF_EVERY == CALLED_OFF_EVERY - 1) {
            town.hcm().callOff(requests.getOrDefault(week - 1, ""));
        }
    }

    private static int working(LocalDate first, LocalDate last) {
        return (int) first.datesUntil(last.plusDays(1))
                .filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY)
                .count();
    }
}
