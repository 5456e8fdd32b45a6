package dev.throughline.connectors.csv;

import dev.throughline.connector.kit.paging.CursorCodec;
import dev.throughline.connector.spi.Cursor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far one object's files are read.
 *
 * @param sequence the number given last to a file; a file gets the next one when it is first seen or when it was replaced, and its rows are newer than those of
 *                 lower numbers
 * @param since    files that were last modified before it are left out
 * @param underway the file that is being read
 * @param done     files read to their end, as text to keep the cursor small
 * @param folded   earlier files read to their end, remembered together
 */
record Position(
        long sequence, Optional<Instant> since, Optional<Place> underway, List<String> done, Optional<Folded> folded) {
    static final Position BEGINNING = new Position(0, Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    static Position startingAt(Instant from, long sequence) {
        return new Position(sequence, Optional.of(from), Optional.empty(), List.of(), Optional.empty());
    }

    private static final int FOLD_ABOVE = 40;

    private static final CursorCodec<Stored> CODEC = new CursorCodec<>("csv", 1, Stored.class);

    /** As it is stored. */
    private record Stored(
            long seq,
            Optional<Instant> since,
            Optional<String> at,
            List<String> done,
            Optional<String> upTo,
            Optional<String> digest) {}

    static Position of(Optional<Cursor> cursor) {
        return cursor.map(CODEC::read).map(Position::of).orElse(BEGINNING);
    }

    private static Position of(Stored s) {
        Optional<Folded> folded = s.upTo()
                .map(upTo -> new Folded(upTo, Long.parseUnsignedLong(s.digest().orElse("0"), Character.MAX_RADIX)));
        return new Position(s.seq(), s.since(), s.at().map(Place::parse), s.done(), folded);
    }

    Cursor cursor() {
        return CODEC.write(new Stored(
                sequence,
                since,
                underway.map(Place::text),
                done,
                folded.map(Folded::upTo),
                folded.map(f -> Long.toUnsignedString(f.digest(), Character.MAX_RADIX))));
    }

    Optional<Place> finished(CsvFile file) {
        return done.stream()
                .map(Place::parse)
                .filter(place -> place.name() == file.nameHash())
                .findFirst();
    }

    /** Forgets files that are no longer there: should one come back, it is read again and its rows recognised. */
    Position onlyOf(List<CsvFile> there) {
        List<Long> names = there.stream().map(CsvFile::nameHash).toList();
        return keep(place -> names.contains(place.name()));
    }

    private Position keep(java.util.function.Predicate<Place> kept) {
        return new Position(
                sequence,
                since,
                underway,
                done.stream().filter(d -> kept.test(Place.parse(d))).toList(),
                folded);
    }

    Position reading(Place place) {
        return new Position(Math.max(sequence, place.sequence()), since, Optional.of(place), done, folded);
    }

    Position noLongerReading() {
        return new Position(sequence, since, Optional.empty(), done, folded);
    }

    Position finished(Place place) {
        List<String> more = new ArrayList<>(keep(p -> p.name() != place.name()).done);
        more.add(place.text());
        return new Position(Math.max(sequence, place.sequence()), since, Optional.empty(), more, folded);
    }

    /** Whether a file is among those that are remembered together. */
    boolean covers(CsvFile file) {
        return folded.isPresent() && file.name().compareTo(folded.get().upTo()) <= 0;
    }

    /**
     * Forgets the files remembered together when one of them changed, or one came or went: then they are read again, and rows that were read are recognised.
     *
     * @param files all that are there, by name
     */
    Position checked(List<CsvFile> files) {
        if (folded.isEmpty()) {
            return this;
        }
        long now = Fnv.EMPTY;
        for (CsvFile file : relevant(files).filter(this::covers).toList()) {
            now = Folded.with(now, file.nameHash(), file.look());
        }
        return now == folded.get().digest() ? this : new Position(sequence, since, underway, done, Optional.empty());
    }

    /** Remembers the earliest files together once there are many, so that a cursor stays small whatever lies in the folder. */
    Position folding(List<CsvFile> files) {
        if (done.size() <= FOLD_ABOVE) {
            return this;
        }
        long digest = Fnv.EMPTY;
        String upTo = "";
        List<Long> together = new ArrayList<>();
        for (CsvFile file : relevant(files).toList()) {
            Optional<Place> place = finished(file);
            if (place.isEmpty() && !covers(file) || together.size() >= FOLD_ABOVE / 2) {
                break;
            }
            // As it looked when it was read: a change since then must be noticed.
            digest = Folded.with(digest, file.nameHash(), place.map(Place::look).orElse(file.look()));
            upTo = file.name();
            place.ifPresent(p -> together.add(p.name()));
        }
        return together.isEmpty()
                ? this
                : new Position(sequence, since, underway, done, Optional.of(new Folded(upTo, digest)))
                        .keep(p -> !together.contains(p.name()));
    }

    private Stream<CsvFile> relevant(List<CsvFile> files) {
        return files.stream().filter(file -> since.isEmpty() || !file.modified().isBefore(since.get()));
    }

    /**
     * Files up to some name.
     *
     * @param digest of their names and looks, in the order of their names
     */
    record Folded(String upTo, long digest) {
        static long with(long digest, long name, long look) {
            byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(name)
                    .putLong(look)
                    .array();
            return Fnv.more(digest, bytes, bytes.length);
        }
    }

    /**
     * A place in a file, before some row.
     *
     * @param name       hash of the file's name
     * @param look       what the file looked like when this place was reached
     * @param hash       of all bytes before the place
     * @param generation how often the file was replaced under its name so far
     * @param offset     bytes before the place
     * @param rows       rows before the place, without the header
     * @param line       the physical line at the place, from 1
     */
    record Place(long name, long look, long hash, long sequence, long generation, long offset, long rows, long line) {
        private static final int RADIX = Character.MAX_RADIX;

        static Place startOf(CsvFile file, long sequence, long generation) {
            return new Place(file.nameHash(), file.look(), Fnv.EMPTY, sequence, generation, 0, 0, 1);
        }

        String text() {
            return String.join(
                    ".",
                    Long.toUnsignedString(name, RADIX),
                    Long.toUnsignedString(look, RADIX),
                    Long.toUnsignedString(hash, RADIX),
                    Long.toString(sequence, RADIX),
                    Long.toString(generation, RADIX),
                    Long.toString(offset, RADIX),
                    Long.toString(rows, RADIX),
                    Long.toString(line, RADIX));
        }

        static Place parse(String text) {
            String[] parts = text.split("\\.");
            if (parts.length != 8) {
                throw new IllegalArgumentException(
                        "the stored cursor is damaged at '%s'; read this object again".formatted(text));
            }
            return new Place(
                    Long.parseUnsignedLong(parts[0], RADIX),
                    Long.parseUnsignedLong(parts[1], RADIX),
                    Long.parseUnsignedLong(parts[2], RADIX),
                    Long.parseLong(parts[3], RADIX),
                    Long.parseLong(parts[4], RADIX),
                    Long.parseLong(parts[5], RADIX),
                    Long.parseLong(parts[6], RADIX),
                    Long.parseLong(parts[7], RADIX));
        }

        Place looking(long now) {
            return new Place(name, now, hash, sequence, generation, offset, rows, line);
        }
    }
}
