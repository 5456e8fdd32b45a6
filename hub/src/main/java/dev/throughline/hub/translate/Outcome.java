package dev.throughline.hub.translate;

import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a batch of changes of one tenant came to; written in one go at its end. */
final class Outcome {
    /** @param reason for people; empty when it is plain */
    record Ended(ChangeRow row, Fate fate, String reason) {}

    /** @param position of the change that waits */
    record Waiting(ChangeRow row, CrossReferences.Key parent) {}

    /** @param name lower case; @param what which name it is */
    record Name(String name, String canonicalId, String what) {}

    /** @param code stable; @param subject what people call the record */
    record Trouble(
            ChangeRow row, String code, Problem.Owner owner, Problem.Severity severity, String says, String remedy) {}

    final List<Ended> ended = new ArrayList<>();
    final List<Waiting> waiting = new ArrayList<>();
    /** Changes of the same moment as another version that says something else: only the system can tell which is true. */
    final List<ChangeRow> contested = new ArrayList<>();

    final List<Trouble> troubles = new ArrayList<>();
    final List<CanonicalEvent> events = new ArrayList<>();
    final List<Name> names = new ArrayList<>();
    final Map<CrossReferences.Key, CrossReferences.NewLink> links = new LinkedHashMap<>();
    final Map<String, ObjectStore.Row> rows = new LinkedHashMap<>();
}
