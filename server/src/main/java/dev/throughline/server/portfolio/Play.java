package dev.throughline.server.portfolio;

import dev.throughline.hub.storage.StorageException;
import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.database.DatabaseTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One run over files from its start to its summary, which comes however the run ends. */
final class Play {
    private static final int REMARKS = 200;
    private static final Duration SUMMARY_AFTER_CTRL_C = Duration.ofSeconds(60);

    private final FileRun.Kind kind;
    private final Accounting accounting;
    private final Options options;
    private final InstantSource clock;
    private final Progress progress;

    /** @param objects whose rows are counted */
    record Accounting(Columns columns, List<String> objects) {}

    Play(FileRun.Kind kind, Accounting accounting, Options options, InstantSource clock) {
        this.kind = kind;
        this.accounting = accounting;
        this.options = options;
        this.clock = clock;
        this.progress = new Progress(options.out(), clock);
    }

    Progress progress() {
        return progress;
    }

    /** @return an exit code */
    int run(Consumer<FileRun> files) {
        if (!jsonCanBeWritten()) {
            return ExitCodes.USAGE;
        }
        progress.say("starting PostgreSQL, delivery and finance");
        Instant from = clock.instant();
        var going = new Going();
        var hook = new Thread(going::endAndWait, "end-of-run");
        Runtime.getRuntime().addShutdownHook(hook);
        try (FileRun run = FileRun.start(kind, clock, options.patience(), progress, going::on)) {
            return play(run, files);
        } catch (DatabaseTrouble | StorageException | Facts.Unanswered | UncheckedIOException failed) {
            return broken(Broken.before(failed, took(from)));
        } catch (RuntimeException ours) {
            broken(Broken.before(ours, took(from)));
            throw ours;
        } finally {
            going.closed.countDown();
            forget(hook);
        }
    }

    /** Ctrl-C, also while the run still starts: it ends the waiting; the summary is drawn up and the database stopped while the process goes down. */
    private static final class Going {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicReference<FileRun> run = new AtomicReference<>();
        private volatile boolean asked;

        void on(FileRun begun) {
            run.set(begun);
            if (asked) {
                begun.end();
            }
        }

        void endAndWait() {
            asked = true;
            Optional.ofNullable(run.get()).ifPresent(FileRun::end);
            try {
                closed.await(SUMMARY_AFTER_CTRL_C.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean jsonCanBeWritten() {
        Optional<Path> folder = options.json().map(f -> f.toAbsolutePath().getParent());
        boolean can = folder.isEmpty() || Files.isDirectory(folder.get()) && Files.isWritable(folder.get());
        if (!can) {
            options.out().printf("The summary cannot be written: %s is no folder to write to.%n", folder.get());
            options.out().flush();
        }
        return can;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // It runs already.
            return;
        }
    }

    private int play(FileRun run, Consumer<FileRun> files) {
        Instant from = clock.instant();
        try {
            files.accept(run);
        } catch (RuntimeException broken) {
            run.problems()
                    .add(new FileProblem(
                            "RUN_BROKEN",
                            "the run broke off: %s. What was done until then is summed up".formatted(broken),
                            true));
        }
        boolean unfinished = run.problems().stream().anyMatch(FileProblem::fatal);
        if (unfinished) {
            // What stands still can be summed up; what is under way would be counted differently by each side.
            run.hub().rest();
        }
        try {
            var accounts = new Accounts(run, accounting.columns(), accounting.objects());
            var summary = accounts.draw(took(from));
            summary.print(options.out());
            tell(run.problems(), accounts.remarks());
            options.json().ifPresent(file -> Summary.write(summary, file));
            return summary.holds() && !unfinished ? ExitCodes.FINE : ExitCodes.FINDINGS;
        } catch (StorageException | Facts.Unanswered gone) {
            return broken(Broken.of(run, gone, took(from)));
        }
    }

    private Duration took(Instant from) {
        return Duration.between(from, clock.instant());
    }

    private int broken(Broken broken) {
        broken.print(options.out());
        options.json().ifPresent(file -> Summary.write(broken, file));
        return ExitCodes.CANNOT_REACH;
    }

    private void tell(List<FileProblem> problems, List<String> remarks) {
        problems.forEach(p -> options.out().printf("%s: %s%n", p.code(), p.says()));
        remarks.stream().limit(REMARKS).forEach(options.out()::println);
        if (remarks.size() > REMARKS) {
            options.out().printf("and %,d more of these%n", remarks.size() - REMARKS);
        }
        options.out().flush();
    }

    /** Files of a folder by name; those that are no CSV files are named and left alone. */
    static Optional<List<Path>> csvFiles(Path folder, Options options) {
        if (!Files.isDirectory(folder)) {
            options.out().printf("%s is no folder. Give the folder that the CSV files are in.%n", folder);
            options.out().flush();
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> all = found.filter(Files::isRegularFile).sorted().toList();
            List<Path> csv = all.stream().filter(Play::isCsv).toList();
            all.stream()
                    .filter(f -> !isCsv(f))
                    .forEach(f -> options.out().printf("%s is no CSV file and is left alone.%n", f.getFileName()));
            if (csv.isEmpty()) {
                options.out().printf("%s holds no CSV files.%n", folder);
            }
            options.out().flush();
            return csv.isEmpty() ? Optional.empty() : Optional.of(csv);
        } catch (IOException | UncheckedIOException e) {
            options.out().printf("The folder %s cannot be read: %s%n", folder, e.getMessage());
            options.out().flush();
            return Optional.empty();
        }
    }

    private static boolean isCsv(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }
}
