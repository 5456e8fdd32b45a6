package dev.throughline.server.command;

import dev.throughline.connector.simkit.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code sandbox}: vendors on loopback without any hub, for whoever wants to point a client at them. */
@Command(
        name = "sandbox",
        description = "Run vendor simulators alone on free loopback ports, seeded with a small firm, until Ctrl-C.",
        footer = {
            "",
            "Example:",
            "  ./throughline sandbox salesforce,netsuite --json /tmp/sandbox.json",
            "",
            "The file holds per simulator its base URL, token URL, credentials by method, settings and ids of seeded records.",
            "Exit code: 0 ended by Ctrl-C, 2 usage, 3 no port could be had."
        },
        mixinStandardHelpOptions = true)
public final class SandboxCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "KINDS",
            split = ",",
            arity = "1..*",
            description = "which vendors, such as salesforce,netsuite; or all")
    private List<String> kinds = new ArrayList<>();

    @Option(names = "--json", required = true, paramLabel = "FILE", description = "where to write how to reach them")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            description = "the first listens here, the next one above; free ports when absent")
    private int portBase;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, ServiceLoader.Provider<Simulator>> known = known();
        Set<String> wanted = wanted(known.keySet());
        requireWritable();
        try (var stopping = Stopping.onSignal()) {
            var description = new LinkedHashMap<String, Object>();
            for (String kind : wanted) {
                int port = portBase == 0 ? 0 : portBase + description.size();
                stopping.opening(() -> {
                    Simulator simulator = started(known.get(kind), port);
                    description.put(kind, describe(simulator));
                    return simulator;
                });
            }
            write(description);
            tell(wanted);
            stopping.await();
            return ExitCodes.FINE;
        }
    }

    private Set<String> wanted(Set<String> known) {
        Set<String> wanted = new LinkedHashSet<>();
        for (String word : kinds) {
            String kind = word.strip();
            if (kind.equals("all")) {
                wanted.addAll(known);
            } else if (known.contains(kind)) {
                wanted.add(kind);
            } else {
                throw new ParameterException(
                        spec.commandLine(),
                        "no simulator is called '%s'; there are %s, or 'all'"
                                .formatted(kind, String.join(", ", known)));
            }
        }
        return wanted;
    }

    /** Looked at before anything is started. */
    private void requireWritable() {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (Files.isDirectory(target) || folder == null || !Files.isWritable(folder)) {
            throw new ClientTrouble(
                    ExitCodes.USAGE, "%s cannot be written: name a file in a folder that is there.".formatted(file));
        }
    }

    private static Simulator started(ServiceLoader.Provider<Simulator> provider, int port) {
        Simulator simulator = provider.get();
        try {
            simulator.start(port, InstantSource.system());
            return simulator;
        } catch (RuntimeException failed) {
            simulator.close();
            throw new ClientTrouble(
                    ExitCodes.CANNOT_REACH,
                    "The %s simulator could not listen on port %d: %s. Give another --port-base, or none."
                            .formatted(simulator.kind(), port, cause(failed)));
        }
    }

    private static String cause(Throwable failed) {
        return failed.getCause() == null ? String.valueOf(failed.getMessage()) : cause(failed.getCause());
    }

    private static Map<String, Object> describe(Simulator simulator) {
        Map<String, String> records = simulator.seedSmallFirm();
        Simulator.Access access = simulator.access();
        var all = new LinkedHashMap<String, Object>();
        all.put("baseUrl", access.baseUrl().toString());
        all.put("tokenUrl", access.tokenUrl().toString());
        all.put("credentials", access.credentials());
        all.put("settings", access.settings());
        all.put("records", records);
        return all;
    }

    /** Whole or not at all: whoever waits for the file never reads half of it. */
    private void write(Map<String, Object> description) throws IOException {
        Path target = file.toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + ".part");
        Files.writeString(
                draft,
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(description) + "\n",
                StandardCharsets.UTF_8);
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private void tell(Set<String> wanted) {
        var out = spec.commandLine().getOut();
        out.println("Simulators of %s are running; how to reach them stands in %s. Ctrl-C ends them."
                .formatted(String.join(", ", wanted), file));
        out.flush();
    }

    private static Map<String, ServiceLoader.Provider<Simulator>> known() {
        var all = new TreeMap<String, ServiceLoader.Provider<Simulator>>();
        ServiceLoader.load(Simulator.class).stream()
                .forEach(provider -> all.put(provider.get().kind(), provider));
        return all;
    }
}
