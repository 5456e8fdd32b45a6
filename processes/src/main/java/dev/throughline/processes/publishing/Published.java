package dev.throughline.processes.publishing;

import dev.throughline.processes.Problem;
import java.util.HashMap;
import java.util.Map;

/** Where the publishing of one thing stands. */
public sealed interface Published {
    Sent sent();

    /** Nothing is on its way; whoever was told knows. */
    record Quiet(Sent sent) implements Published {}

    /** Something is on its way. */
    record Awaiting(Sent sent) implements Published {}

    /** Something was refused or lacks something, and waits for a change or a retry; nothing is on its way. */
    record Refused(Sent sent) implements Published {}

    /** A person decided that nothing more is sent. */
    record GivenUp(Sent sent, String by, String reason) implements Published {}

    /**
     * @param count   of commands so far; numbers the steps
     * @param known   what was last told, by topic, as a digest
     * @param awaited topics by the step whose answer is awaited
     * @param refused open problems by topic
     */
    record Sent(int count, Map<String, String> known, Map<String, String> awaited, Map<String, Problem.Key> refused) {
        public static final Sent NOTHING = new Sent(0, Map.of(), Map.of(), Map.of());

        public Sent {
            known = Map.copyOf(known);
            awaited = Map.copyOf(awaited);
            refused = Map.copyOf(refused);
        }

        Sent told(String topic, String digest, String step) {
            return new Sent(count + 1, put(known, topic, digest), put(awaited, step, topic), without(refused, topic));
        }

        Sent remembered(String topic, String digest) {
            return new Sent(count, put(known, topic, digest), awaited, refused);
        }

        Sent answered(String step) {
            return new Sent(count, known, without(awaited, step), refused);
        }

        /** What was refused is not known there, so that the same is sent again when asked for. */
        Sent refused(String step, String topic, Problem.Key problem) {
            return new Sent(count, without(known, topic), without(awaited, step), put(refused, topic, problem));
        }

        /** It cannot be told yet; whoever asks again tells it once nothing is lacking. */
        Sent waiting(String topic, Problem.Key problem) {
            return new Sent(count, without(known, topic), awaited, put(refused, topic, problem));
        }

        Sent withoutRefusals() {
            return new Sent(count, known, awaited, Map.of());
        }

        private static <T> Map<String, T> put(Map<String, T> map, String key, T value) {
            var next = new HashMap<>(map);
            next.put(key, value);
            return next;
        }

        private static <T> Map<String, T> without(Map<String, T> map, String key) {
            var next = new HashMap<>(map);
            next.remove(key);
            return next;
        }
    }

    static Published of(Sent sent) {
        if (!sent.awaited().isEmpty()) {
            return new Awaiting(sent);
        }
        return sent.refused().isEmpty() ? new Quiet(sent) : new Refused(sent);
    }
}
