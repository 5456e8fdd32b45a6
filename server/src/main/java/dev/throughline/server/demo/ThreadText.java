package dev.throughline.server.demo;

import dev.throughline.hub.thread.Threads.Step;
import dev.throughline.hub.thread.Threads.Story;
import dev.throughline.hub.thread.Threads.Thing;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The thread of one deal as one reads it: what came into being, and what was done about it in which system; not each message on the way. */
final class ThreadText {
    private static final int STEPS_MAX = 28;
    /** Done again and again as work is approved and billed; its effects stand among the rest. */
    private static final Set<String> DETAILS = Set.of("TimeEntry", "Expense");

    private final PrintWriter out;

    ThreadText(PrintWriter out) {
        this.out = out;
    }

    void print(Story story, Demo.Console console) {
        out.println();
        out.println("The thread of one deal: " + story.title());
        story.things().stream().filter(t -> !DETAILS.contains(t.type())).forEach(this::thing);
        List<Step> essential = essential(story);
        essential.stream().limit(STEPS_MAX).forEach(this::step);
        out.println("  " + story.stands());
        out.printf(
                "  These are %d of %d steps. All of them: %s/console/threads/%s, or, while this demo runs,%n",
                Math.min(STEPS_MAX, essential.size()), story.steps().size(), console.url(), story.canonicalId());
        out.printf(
                "  THROUGHLINE_KEY=%s ./throughline thread '%s' --url %s%n",
                console.key(), story.title(), console.url());
    }

    private void thing(Thing thing) {
        out.printf(
                "  %-16s %-36s %-10s %s%n",
                thing.type(), Summary.cut(thing.title(), 36), Summary.cut(thing.status(), 10), thing.ids());
    }

    private void step(Step step) {
        out.printf("  %tT %-12s %s%n", step.at().atZone(ZoneOffset.UTC), step.lane(), Summary.cut(step.says(), 100));
    }

    /** Answers of systems, postings and exceptions, each once. */
    private static List<Step> essential(Story story) {
        Set<String> seen = new HashSet<>();
        return story.steps().stream()
                .filter(ThreadText::isEffect)
                .filter(s -> seen.add(s.lane() + s.says()))
                .toList();
    }

    private static boolean isEffect(Step step) {
        return switch (step.kind()) {
            case "answered", "posted", "exception" -> true;
            default -> false;
        };
    }
}
