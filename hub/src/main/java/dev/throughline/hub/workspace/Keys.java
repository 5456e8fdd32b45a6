package dev.throughline.hub.workspace;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Names that may stand in a map, and the nearest one to a name that may not. */
final class Keys {
    private Keys() {}

    /** Tells every name that is not known. */
    static void unknown(Map<String, YamlNode> map, Collection<String> known, String where) {
        map.forEach((name, node) -> {
            if (!known.contains(name)) {
                node.mistake(
                        "UNKNOWN_KEY",
                        "'%s' is not known %s".formatted(name, where),
                        "%sknown are %s"
                                .formatted(
                                        meant(name, known),
                                        known.stream().sorted().toList()));
            }
        });
    }

    static String meant(String name, Collection<String> known) {
        return nearest(name, known).map("Did you mean '%s'? Else: "::formatted).orElse("Take it out or correct it: ");
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        String best = null;
        int least = Math.max(1, name.length() / 3) + 1;
        for (String candidate : known) {
            int distance =
                    distance(name.toLowerCase(java.util.Locale.ROOT), candidate.toLowerCase(java.util.Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
