package dev.throughline.hub.workspace;

import dev.throughline.processes.Process;
import dev.throughline.processes.Processes;
import dev.throughline.processes.timetobilling.CutOverPolicy;
import dev.throughline.processes.timetobilling.TimeToBilling;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code workflows}: those that there are, each {@code off}, {@code shadow} or {@code live}. */
final class WorkflowsReader {
    private static final List<String> WORKFLOWS =
            Processes.all().stream().map(Process::type).sorted().toList();
    private static final List<String> MODES =
            Arrays.stream(WorkflowMode.values()).map(WorkflowMode::word).toList();

    private WorkflowsReader() {}

    static Map<String, WorkflowMode> read(Optional<YamlNode> node) {
        var modes = new LinkedHashMap<String, WorkflowMode>();
        node.map(YamlNode::map).orElse(Map.of()).forEach((name, mode) -> {
            if (!WORKFLOWS.contains(name)) {
                mode.mistake(
                        "UNKNOWN_WORKFLOW",
                        "no workflow is called '%s'".formatted(name),
                        Keys.meant(name, WORKFLOWS) + "there are " + WORKFLOWS);
            }
            mode(name, mode).ifPresent(known -> modes.put(name, known));
        });
        return Map.copyOf(modes);
    }

    /** The day of the cut-over is named when the hub takes over; in shadow it would have what was just billed billed anew. */
    static void checkCutOver(
            Map<String, WorkflowMode> modes, Map<String, Map<String, Object>> policies, Optional<YamlNode> node) {
        boolean named = policies.getOrDefault(CutOverPolicy.class.getSimpleName(), Map.of())
                .containsKey("billedElsewhereThrough");
        if (named && modes.getOrDefault(TimeToBilling.TYPE, WorkflowMode.LIVE) == WorkflowMode.SHADOW) {
            node.ifPresent(policy -> policy.mistake(
                    "CUT_OVER_IN_SHADOW",
                    "CutOverPolicy says through which day people billed, and time-to-billing is still in shadow",
                    "Name the day when time-to-billing goes live"));
        }
    }

    private static Optional<WorkflowMode> mode(String name, YamlNode node) {
        return node.scalar().flatMap(word -> {
            Optional<WorkflowMode> mode = Arrays.stream(WorkflowMode.values())
                    .filter(m -> m.word().equals(word))
                    .findFirst();
            if (mode.isEmpty()) {
                node.mistake(
                        "WRONG_VALUE",
                        "workflow '%s' cannot be '%s'".formatted(name, word),
                        Keys.meant(word, MODES) + "it is one of " + MODES);
            }
            return mode;
        });
    }
}
