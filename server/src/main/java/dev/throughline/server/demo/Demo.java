package dev.throughline.server.demo;

import dev.throughline.server.Rooms;
import dev.throughline.server.ServerApp;
import dev.throughline.server.ServerOptions;
import dev.throughline.server.command.ClientTrouble;
import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.command.Stopping;
import dev.throughline.server.database.EmbeddedDatabase;
import dev.throughline.server.demo.Wire.Played;
import dev.throughline.server.security.ApiKeys;
import dev.throughline.server.security.Role;
import dev.throughline.server.security.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;

/** One demo up to its verdict: finds or starts the vendors, puts the hub before them, and goes from step to step of the play. */
final class Demo {
    /** Never by itself: a step is over when a reading brought nothing, and a second reader would hide what it is about to bring. */
    private static final Duration POLL = Duration.ofDays(1);

    private static final Duration STEP_SETTLES = Duration.ofSeconds(90);

    private final Wish wish;
    private final Stopping stopping;
    private final Progress progress;
    private final InstantSource clock;

    /** @param data empty for the usual place; @param port 0 for a free one */
    record Wish(long seed, int weeks, Optional<Path> data, int port) {}

    /** How to get in. @param key for the command line */
    record Console(String url, String password, String key) {}

    /** What a demo has come to, while everything still runs. */
    record Ended(World world, Firm firm, Judge.Verdict verdict, Console console) {}

    /** @param stopping closes all that is opened here */
    Demo(Wish wish, Stopping stopping, Progress progress, InstantSource clock) {
        this.wish = wish;
        this.stopping = stopping;
        this.progress = progress;
        this.clock = clock;
    }

    Ended run() {
        Ground ground = stopping.opening(() -> wish.data().map(Ground::named).orElseGet(Ground::usual));
        Firm firm = FirmMaker.make(wish.seed(), wish.weeks());
        VendorsLauncher vendors = stopping.opening(() -> vendors(ground));
        var database = stopping.opening(() -> EmbeddedDatabase.open(ground.folder()));
        VendorsLink link = stopping.opening(() -> vendors.await(clock));
        World world = stopping.opening(() -> World.open(
                link.state().settings(),
                firm,
                database.source(),
                ground.folder().resolve("mappings"),
                POLL,
                clock));
        ServerApp server = stopping.opening(() -> server(world, database));
        var console = stopping.step(() -> console(world, server));
        link.meet(server.url() + "/hooks/" + world.tenant() + "/");
        stopping.step(() -> {
            world.start();
            return world;
        });
        boolean rested = play(world, link);
        var verdict = new Judge(world, link, database.source()).judge(rested, progress.seconds());
        return new Ended(world, firm, verdict, console);
    }

    /** Those that an earlier hub left there, or new ones. */
    private VendorsLauncher vendors(Ground ground) {
        Optional<VendorsLauncher> found = VendorsLauncher.find(ground.folder());
        if (found.isPresent() && found.get().play(wish.seed(), wish.weeks())) {
            progress.tell("the vendors of a demo that was broken off are still there: it goes on where it was");
            return found.get();
        }
        if (!ground.temporary() && (found.isPresent() || ground.used())) {
            throw new ClientTrouble(ExitCodes.CANNOT_REACH, refusal(ground, found));
        }
        found.ifPresent(VendorsLauncher::close);
        if (ground.used()) {
            progress.tell("removing what a demo that was broken off left behind");
            ground.clear();
        }
        progress.tell("starting PostgreSQL, and four vendors in a process of their own");
        return VendorsLauncher.start(ground.folder(), ground.temporary(), wish.seed(), wish.weeks());
    }

    private String refusal(Ground ground, Optional<VendorsLauncher> found) {
        return found.isPresent()
                ? "In %s a demo with another seed or other weeks was broken off. Give the same --seed and --weeks to go on with it, or another folder."
                        .formatted(ground.folder())
                : "%s holds the data of an earlier demo, whose simulated vendors are gone with all their records: a hub alone cannot go on. Remove the folder, or give another one."
                        .formatted(ground.folder());
    }

    private ServerApp server(World world, EmbeddedDatabase database) {
        var hub = world.hub();
        var rooms = Rooms.of(hub);
        try {
            var server = ServerApp.start(
                    ServerOptions.onLoopback(wish.port()), List.of(world.workspace()), database.source(), rooms, clock);
            quieten();
            return server;
        } catch (PortInUseException taken) {
            throw new ClientTrouble(
                    ExitCodes.CANNOT_REACH,
                    "Port %d is in use. Give another --port, or none for a free one.".formatted(taken.getPort()));
        }
    }

    private Console console(World world, ServerApp server) {
        String password = server.users().generate(world.tenant(), "admin", Set.of(Role.ADMIN));
        String key = Secrets.apiKey();
        server.keys().declare(world.tenant(), List.of(new ApiKeys.Declared("demo", key, Role.ADMIN.scopes())));
        progress.tell("console: %s (user admin, password %s)".formatted(server.url(), password));
        return new Console(server.url(), password, key);
    }

    /** Begins with the last step that was played: the hub may have died before it had carried all of it. @return whether all came to rest in time */
    private boolean play(World world, VendorsLink vendors) {
        List<Step> script = Step.script(wish.weeks());
        int done = vendors.state().done();
        boolean rested = true;
        for (Step step : script.subList(Math.max(0, done - 1), script.size())) {
            progress.at(step.index(), script.size(), step.says(wish.weeks()));
            Played played = vendors.play(step);
            if (step.index() >= done) {
                played.told().forEach(progress::tell);
            }
            played.projects().forEach(project -> world.invoice(project, LocalDate.parse(played.until())));
            rested = world.settle(STEP_SETTLES);
            if (step.kind() == Step.Kind.COLLECT && world.billVoidedAgain() > 0) {
                progress.tell("finance has the voided work billed again");
            }
            if (!rested) {
                progress.tell("the hub did not come to rest within %d s".formatted(STEP_SETTLES.toSeconds()));
            }
        }
        progress.end();
        return rested;
    }

    /** Vendors misbehave here by order, and the summary tells how often: a line in the log for each would hide the play. */
    private static void quieten() {
        if (LoggerFactory.getLogger("dev.throughline") instanceof ch.qos.logback.classic.Logger own) {
            own.setLevel(ch.qos.logback.classic.Level.ERROR);
        }
    }
}
