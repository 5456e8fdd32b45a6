package dev.throughline.connectors.csv;

import dev.throughline.connector.kit.paging.CursorCodec;
import dev.throughline.connector.spi.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far one object's files are read.
 *
 * @param sequence the number given last to a file; a file gets the next one when it is first seen or when it was replaced, and its rows are newer than those of
 *                 lower numbers
 * @param since    files that were last modified before it are left out
 * @param underway the file that is being read
 * @param done     files read to their end, as text to keep the cursor small
 */
record Position(long sequence, Optional<Instant> since, Optional<Place> underway, List<String> done) {
    static final Position BEGINNING = new Position(0, Optional.empty(), Optional.empty(), List.of());

    private static final CursorCodec<Stored> CODEC = new CursorCodec<>("csv", 1, Stored.class);

    /** As it is stored. */
    private record Stored(long seq, Optional<Instant> since, Optional<String> at, List<String> done) {}

    static Position of(Optional<Cursor> cursor) {
        return cursor.map(CODEC::read)
                .map(s -> new Position(s.seq(), s.since(), s.at().map(Place::parse), s.done()))
                .orElse(BEGINNING);
    }

    /** @return empty when there are more files than a cursor can remember */
    Optional<Cursor> cursor() {
        try {
            return Optional.of(CODEC.write(new Stored(sequence, since, underway.map(Place::text), done)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
                done.stream().filter(d -> kept.test(Place.parse(d))).toList());
    }

    Position reading(Place place) {
        return new Position(Math.max(sequence, place.sequence()), since, Optional.of(place), done);
    }

    Position noLongerReading() {
        return new Position(sequence, since, Optional.empty(), done);
    }

    Position finished(Place place) {
        List<String> more = new ArrayList<>(keep(p -> p.name() != place.name()).done);
        more.add(place.text());
        return new Position(Math.max(sequence, place.sequence()), since, Optional.empty(), more);
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
