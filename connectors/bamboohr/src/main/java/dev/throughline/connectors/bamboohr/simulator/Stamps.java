package dev.throughline.connectors.bamboohr.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The vendor writes one moment in four ways, whole seconds all of them. */
final class Stamps {
    private static final DateTimeFormatter PLAIN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Stamps() {}

    /** {@code 2026-11-21T09:41:15+00:00}: employees and the journal. */
    static String offset(Instant at) {
        return zulu(at).replace("Z", "+00:00");
    }

    /** {@code 2026-11-21T09:41:15Z}: changed tables. */
    static String zulu(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 2026-11-21T09:41:15+0000}: webhook bodies. */
    static String plainOffset(Instant at) {
        return zulu(at).replace("Z", "+0000");
    }

    /** {@code 2026-11-21 09:41:15}: webhook records and logs. */
    static String log(Instant at) {
        return PLAIN.format(at);
    }
}
