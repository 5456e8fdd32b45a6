package dev.throughline.server.demo;

import java.util.List;
import java.util.Map;

/** What the hub's process and the vendors' process of a demo tell each other, as JSON over loopback. */
final class Wire {
    private Wire() {}

    /**
     * The file by which a later start finds the vendors that are still there.
     *
     * @param pid   the vendors' process
     * @param port  where it takes orders on 127.0.0.1
     * @param token what each order must carry
     */
    record Address(long pid, int port, String token, long seed, int weeks) {
        static final String FILE = "vendors.json";
    }

    /**
     * @param done     how many steps were played, the one under way not counted
     * @param settings by system, what a workspace would state to reach it
     */
    record State(int done, Map<String, Map<String, String>> settings) {}

    /** @param hooks where the hub takes notices, such as {@code http://127.0.0.1:8080/hooks/meridian/} */
    record Hub(String hooks) {}

    /**
     * What came of a step; the same answer however often it is asked for.
     *
     * @param told     what is worth reading about it
     * @param projects ids in the PSA of the projects that finance wants invoiced
     * @param until    the last day of work to be invoiced, empty where nothing is
     */
    record Played(List<String> told, List<String> projects, String until) {
        static final Played NOTHING = new Played(List.of(), List.of(), "");

        Played {
            told = List.copyOf(told);
            projects = List.copyOf(projects);
        }
    }

    /** @param promised how often it was ordered; @param struck how often the system really showed it */
    record Mishap(String what, String system, long promised, long struck) {
        boolean happened() {
            return struck >= promised;
        }
    }
}
