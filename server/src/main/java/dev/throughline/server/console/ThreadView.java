package dev.throughline.server.console;

import dev.throughline.hub.thread.Threads;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/** A thread as a picture: a lane per system, a dot per step, the way between them. */
public record ThreadView(
        String title,
        String stands,
        List<Long> exceptions,
        List<Lane> lanes,
        List<Step> steps,
        List<Thing> things,
        int width,
        int height,
        int textAt,
        String way) {
    private static final int LANE = 110;
    private static final int ROW = 30;
    private static final int HEAD = 46;
    private static final int TEXT = 700;
    private static final int LETTERS_MAX = 96;

    /** A search and what it found. */
    public record Search(String q, List<Hit> hits) {}

    /** One thing found. */
    public record Hit(String id, String type, String title, String matched) {}

    /** @param x its middle, in pixels */
    public record Lane(String name, int x) {}

    /** @param line what happened, shortened to fit */
    public record Step(String lane, int x, int y, String kind, String when, String line) {}

    /** Something that belongs to the thread, with the names it has elsewhere. */
    public record Thing(String title, String type, String status, String ids) {}

    static ThreadView of(Threads.Story story) {
        var names = new ArrayList<>(
                story.steps().stream().map(Threads.Step::lane).collect(Collectors.toCollection(LinkedHashSet::new)));
        var lanes = new ArrayList<Lane>();
        for (String name : names) {
            lanes.add(new Lane(shortened(name, 15), LANE / 2 + lanes.size() * LANE));
        }
        var steps = new ArrayList<Step>();
        for (Threads.Step step : story.steps()) {
            steps.add(new Step(
                    step.lane(),
                    LANE / 2 + names.indexOf(step.lane()) * LANE,
                    HEAD + steps.size() * ROW,
                    step.kind().replaceAll("[^a-z]", ""),
                    Shown.shortMoment(step.at()),
                    shortened(step.subject() + ": " + step.says(), LETTERS_MAX)));
        }
        int textAt = LANE * names.size() + 10;
        return new ThreadView(
                story.title(),
                story.stands(),
                story.openExceptions(),
                lanes,
                steps,
                story.things().stream().map(ThreadView::thing).toList(),
                textAt + TEXT,
                HEAD + steps.size() * ROW,
                textAt,
                steps.stream().map(s -> s.x() + "," + s.y()).collect(Collectors.joining(" ")));
    }

    private static Thing thing(Threads.Thing thing) {
        String ids = thing.ids().entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
        return new Thing(thing.title(), thing.type(), thing.status(), ids);
    }

    private static String shortened(String text, int lettersMax) {
        return text.length() <= lettersMax ? text : text.substring(0, lettersMax - 1) + "…";
    }
}
