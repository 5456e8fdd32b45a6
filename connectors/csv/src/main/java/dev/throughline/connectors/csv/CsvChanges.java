package dev.throughline.connectors.csv;

import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connectors.csv.Position.Place;
import dev.throughline.model.ObjectType;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads files in the order of their names, row after row; comes back to files that grew or were replaced. */
final class CsvChanges implements ChangeSource {
    private final CsvConfig config;
    private final InstantSource clock;

    CsvChanges(CsvConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Set<ObjectType> objects() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(config.sources().keySet()));
    }

    @Override
    public Cursor startingAt(ObjectType objectType, Instant from) {
        config.source(objectType);
        // The earlier cursor with its numbers is not known here; seconds are above any number of files, so that what
        // comes next stays newer than what came before.
        long aboveAllBefore = clock.instant().getEpochSecond();
        return Position.startingAt(from, aboveAllBefore).cursor();
    }

    @Override
    public ReadResult read(ObjectType objectType, Optional<Cursor> cursor, int limit) {
        CsvConfig.Source source = config.source(objectType);
        Position position = Position.of(cursor);
        try {
            return page(source, CsvFile.of(config, source), position, Math.max(1, limit));
        } catch (IOException e) {
            return new ReadResult.Failed(CsvFile.unavailable(config.folder(), e));
        }
    }

    private ReadResult page(CsvConfig.Source source, List<CsvFile> files, Position from, int limit) throws IOException {
        List<ReadResult.Gap> gaps = new ArrayList<>();
        Position position = from.onlyOf(files).checked(files);
        if (position.underway().isPresent()
                && fileOf(position.underway().get(), files).isEmpty()) {
            gaps.add(gap(source));
            position = position.noLongerReading();
        }
        while (true) {
            Optional<Next> next = next(files, position);
            if (next.isEmpty()) {
                return new ReadResult.Page(List.of(), position.cursor(), false, gaps);
            }
            FileRead read =
                    FileRead.of(config, source, next.get().file(), next.get().place(), limit);
            position = read.ended() ? position.finished(read.place()).folding(files) : position.reading(read.place());
            if (!read.changes().isEmpty()) {
                return new ReadResult.Page(read.changes(), position.cursor(), true, gaps);
            }
        }
    }

    /** A file that is to be read, and from where. */
    private record Next(CsvFile file, Place place) {}

    private static Optional<Next> next(List<CsvFile> files, Position position) throws IOException {
        if (position.underway().isPresent()) {
            Place place = position.underway().get();
            CsvFile file = fileOf(place, files).orElseThrow();
            return Optional.of(new Next(file, resumed(file, place, position)));
        }
        for (CsvFile file : files) {
            Optional<Place> done = position.finished(file);
            if (done.isPresent() && done.get().look() != file.look()) {
                return Optional.of(new Next(file, resumed(file, done.get(), position)));
            }
            boolean tooOld = position.since()
                    .filter(since -> file.modified().isBefore(since))
                    .isPresent();
            if (done.isEmpty() && !tooOld && !position.covers(file)) {
                return Optional.of(new Next(file, Place.startOf(file, position.sequence() + 1, 0)));
            }
        }
        return Optional.empty();
    }

    /** Goes on where the file still begins with the bytes that were read; else it was replaced, and is read from its beginning. */
    private static Place resumed(CsvFile file, Place place, Position position) throws IOException {
        if (file.look() == place.look()) {
            return place;
        }
        boolean begins = file.bytes() >= place.offset() && file.hash(0, place.offset(), Fnv.EMPTY) == place.hash();
        return begins
                ? place.looking(file.look())
                : Place.startOf(file, position.sequence() + 1, place.generation() + 1);
    }

    private static Optional<CsvFile> fileOf(Place place, List<CsvFile> files) {
        return files.stream().filter(file -> file.nameHash() == place.name()).findFirst();
    }

    /** Everything is to be read again: which rows were missed is not known, and those that were not are recognised by their versions. */
    private ReadResult.Gap gap(CsvConfig.Source source) {
        return new ReadResult.Gap(
                source.object(),
                Optional.empty(),
                Instant.EPOCH,
                "a file of '%s' disappeared from %s before it was read to its end; put it back to have its rows"
                        .formatted(source.glob(), config.folder()));
    }
}
