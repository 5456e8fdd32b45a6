package dev.throughline.processes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Process;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a process does in each state on each step, as a page for the reviewer. A state or step without a sample fails; so does a page that is not as the code decides. The pages
 * are written anew with {@code -Dgolden.write=true}.
 */
public final class TransitionTable<S> {
    private final Process<S> process;
    private final String key;
    private final World world;
    private final Class<?> stepType;
    private final Function<CanonicalEvent, Object> narrow;
    private final List<S> states = new ArrayList<>();
    private final Map<String, CanonicalEvent> events = new LinkedHashMap<>();

    public TransitionTable(
            Process<S> process, String key, World world, Class<?> stepType, Function<CanonicalEvent, Object> narrow) {
        this.process = process;
        this.key = key;
        this.world = world;
        this.stepType = stepType;
        this.narrow = narrow;
    }

    public TransitionTable<S> state(S sample) {
        states.add(sample);
        return this;
    }

    public TransitionTable<S> step(CanonicalEvent sample) {
        events.put(narrow.apply(sample).getClass().getSimpleName(), sample);
        return this;
    }

    public void matches(String page) {
        assertThat(states.stream().map(state -> state.getClass().getSimpleName()))
                .as("states with a sample")
                .containsExactlyInAnyOrderElementsOf(names(process.stateType()));
        assertThat(events.keySet()).as("steps with a sample").containsExactlyInAnyOrderElementsOf(names(stepType));
        var path = Path.of("..", "docs", "reference", page);
        if (Boolean.getBoolean("golden.write")) {
            write(path);
        }
        assertThat(path).content().isEqualTo(render());
    }

    private static List<String> names(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList();
    }

    private void write(Path path) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, render());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String render() {
        var page = new StringBuilder("# Transitions of %s\n\n".formatted(process.type()))
                .append(
                        "Written by the tests from the code (`-Dgolden.write=true`), with one sample of each state and step.\n")
                .append("\n| state | step | next | does, or why not |\n|---|---|---|---|\n");
        for (var state : states) {
            events.forEach((step, event) -> {
                var decision = process.decide(key, state, event, world);
                page.append("| %s | %s | %s | %s |\n"
                        .formatted(
                                state.getClass().getSimpleName(),
                                step,
                                decision.state().getClass().getSimpleName(),
                                does(decision)));
            });
        }
        return page.toString();
    }

    private static String does(Decision<?> decision) {
        var does = new ArrayList<String>();
        decision.stores()
                .forEach(store -> does.add("store " + store.object().getClass().getSimpleName()));
        decision.postings().stream()
                .map(posting -> "post %s to %s".formatted(posting.from(), posting.to()))
                .distinct()
                .forEach(does::add);
        decision.resolved().forEach(one -> does.add("resolve " + (one.code().isEmpty() ? "all" : one.code())));
        decision.problems().forEach(problem -> does.add("raise %s to %s".formatted(problem.code(), problem.owner())));
        decision.commands()
                .forEach(send -> does.add(
                        "send %s as %s".formatted(send.command().getClass().getSimpleName(), send.step())));
        decision.timers().forEach(timer -> does.add("wake for " + timer.name()));
        if (does.isEmpty()) {
            return decision.because().isEmpty() ? "" : "*" + decision.because() + "*";
        }
        return does.stream().collect(Collectors.joining("; "));
    }
}
