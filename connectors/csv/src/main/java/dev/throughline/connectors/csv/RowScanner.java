package dev.throughline.connectors.csv;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Cuts a file into rows by bytes, so that reading can go on at any row without reading what lies before. Line breaks are CR, LF or CRLF, mixed as they come; within
 * quotes they belong to the row. Fields are left to {@link RowParser}.
 */
final class RowScanner implements Closeable {
    /** A longer row is a quote that was never closed, or no row at all. */
    static final int ROW_BYTES_MAX = 1024 * 1024;

    private static final int END = -1;

    /**
     * @param start      of the row, in bytes
     * @param end        after its line break
     * @param line       the physical line on which it begins, from 1
     * @param nextLine   the physical line after it
     * @param bytes      without the line break
     * @param terminated false for the last row of a file that ends without a line break: more of it may come
     * @param fault      why it is no row
     */
    record Raw(
            long start, long end, long line, long nextLine, byte[] bytes, boolean terminated, Optional<String> fault) {}

    private enum In {
        FIELD_START,
        PLAIN,
        QUOTES,
        QUOTE_IN_QUOTES
    }

    private final CsvFile file;
    private final Encoding encoding;
    private final char delimiter;
    private InputStream in;
    private long offset;
    private long line;
    private int ahead = END;
    private boolean peeked;

    RowScanner(CsvFile file, Encoding encoding, char delimiter, long offset, long line) throws IOException {
        this.file = file;
        this.encoding = encoding;
        this.delimiter = delimiter;
        this.in = new BufferedInputStream(file.from(offset), 64 * 1024);
        this.offset = offset;
        this.line = line;
    }

    /** The next row that is not an empty line, or empty at the end of the file. */
    Optional<Raw> next() throws IOException {
        while (true) {
            if (peek() == END) {
                return Optional.empty();
            }
            Raw raw = row();
            if (raw.bytes().length > 0 || raw.fault().isPresent()) {
                return Optional.of(raw);
            }
        }
    }

    private Raw row() throws IOException {
        long start = offset;
        long firstLine = line;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        In state = In.FIELD_START;
        boolean lastWasReturn = false;
        while (true) {
            int c = take();
            if (c == END || bytes.size() > ROW_BYTES_MAX) {
                return state == In.QUOTES || c != END
                        ? oneLine(start, firstLine, Optional.empty())
                        : raw(start, firstLine, bytes, false);
            }
            if (state != In.QUOTES && (c == '\n' || c == '\r')) {
                afterBreak(c);
                return raw(start, firstLine, bytes, true);
            }
            if (c == '\r' || c == '\n' && !lastWasReturn) {
                line++;
            }
            lastWasReturn = c == '\r';
            state = after(state, c);
            put(bytes, c);
        }
    }

    private In after(In state, int c) {
        return switch (state) {
            case QUOTES -> c == '"' ? In.QUOTE_IN_QUOTES : In.QUOTES;
            case QUOTE_IN_QUOTES -> {
                if (c == '"') {
                    yield In.QUOTES;
                }
                yield c == delimiter ? In.FIELD_START : In.PLAIN;
            }
            case FIELD_START, PLAIN -> {
                if (c == delimiter) {
                    yield In.FIELD_START;
                }
                yield c == '"' && state == In.FIELD_START ? In.QUOTES : In.PLAIN;
            }
        };
    }

    /**
     * Takes back a row of several lines whose quotes turned out not to fit together: only its first line is at fault, and the lines that follow are rows again.
     */
    Raw firstLineOf(Raw row, String fault) throws IOException {
        return oneLine(row.start(), row.line(), Optional.of(fault));
    }

    private Raw oneLine(long start, long firstLine, Optional<String> why) throws IOException {
        in.close();
        in = new BufferedInputStream(file.from(start), 64 * 1024);
        offset = start;
        line = firstLine;
        peeked = false;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        int c = take();
        while (c != END && c != '\n' && c != '\r') {
            if (bytes.size() <= ROW_BYTES_MAX) {
                put(bytes, c);
            }
            c = take();
        }
        if (c != END) {
            afterBreak(c);
        }
        String fault = bytes.size() > ROW_BYTES_MAX
                ? "the row is longer than %d bytes".formatted(ROW_BYTES_MAX)
                : why.orElse("a quote is opened and never closed");
        return new Raw(start, offset, firstLine, line, bytes.toByteArray(), c != END, Optional.of(fault));
    }

    private Raw raw(long start, long firstLine, ByteArrayOutputStream bytes, boolean terminated) {
        return new Raw(start, offset, firstLine, line, bytes.toByteArray(), terminated, Optional.empty());
    }

    private void afterBreak(int c) throws IOException {
        line++;
        if (c == '\r' && peek() == '\n') {
            take();
        }
    }

    private int peek() throws IOException {
        if (!peeked) {
            ahead = unit();
            peeked = true;
        }
        return ahead;
    }

    private int take() throws IOException {
        int c = peek();
        peeked = false;
        if (c != END) {
            offset += encoding.unit();
        }
        return c;
    }

    private int unit() throws IOException {
        int first = in.read();
        if (encoding.unit() == 1 || first < 0) {
            return first;
        }
        int second = in.read();
        if (second < 0) {
            // Half a character at the end of the file: not there yet.
            return END;
        }
        return encoding.littleEndian() ? second << 8 | first : first << 8 | second;
    }

    private void put(ByteArrayOutputStream bytes, int c) {
        if (encoding.unit() == 1) {
            bytes.write(c);
        } else if (encoding.littleEndian()) {
            bytes.write(c);
            bytes.write(c >> 8);
        } else {
            bytes.write(c >> 8);
            bytes.write(c);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
