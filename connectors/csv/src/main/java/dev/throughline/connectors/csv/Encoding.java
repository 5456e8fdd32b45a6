package dev.throughline.connectors.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a file's bytes are read.
 *
 * @param markBytes length of the byte-order mark at the file's beginning
 */
record Encoding(Charset charset, int markBytes) {
    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final int SAMPLE = 4096;

    /** Bytes per code unit: 2 for UTF-16, else 1. */
    int unit() {
        return charset.name().startsWith("UTF-16") ? 2 : 1;
    }

    boolean littleEndian() {
        return charset.equals(StandardCharsets.UTF_16LE);
    }

    /**
     * A mark decides, even against what was stated; then what was stated; then zero bytes mean UTF-16; then UTF-8 where the whole file is that, which text in another
     * encoding hardly ever is by chance; else Windows-1252.
     */
    static Encoding of(CsvFile file, Optional<Charset> stated) throws IOException {
        byte[] head;
        try (InputStream in = file.from(0)) {
            head = in.readNBytes(SAMPLE);
        }
        if (begins(head, 0xEF, 0xBB, 0xBF)) {
            return new Encoding(StandardCharsets.UTF_8, 3);
        }
        if (begins(head, 0xFF, 0xFE)) {
            return new Encoding(StandardCharsets.UTF_16LE, 2);
        }
        if (begins(head, 0xFE, 0xFF)) {
            return new Encoding(StandardCharsets.UTF_16BE, 2);
        }
        if (stated.isPresent()) {
            // Without a mark, UTF-16 is big endian by the standard.
            Charset charset = stated.get().equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : stated.get();
            return new Encoding(charset, 0);
        }
        return new Encoding(guessed(file, head), 0);
    }

    private static Charset guessed(CsvFile file, byte[] head) throws IOException {
        int evenZeroes = 0;
        int oddZeroes = 0;
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                if (i % 2 == 0) {
                    evenZeroes++;
                } else {
                    oddZeroes++;
                }
            }
        }
        int many = head.length / 6;
        if (oddZeroes > many && evenZeroes < many) {
            return StandardCharsets.UTF_16LE;
        }
        if (evenZeroes > many && oddZeroes < many) {
            return StandardCharsets.UTF_16BE;
        }
        return isUtf8(file) ? StandardCharsets.UTF_8 : WESTERN;
    }

    private static boolean isUtf8(CsvFile file) throws IOException {
        try (var reader = new java.io.InputStreamReader(
                new BufferedInputStream(file.from(0)),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT))) {
            char[] buffer = new char[16 * 1024];
            while (reader.read(buffer) >= 0) {
                // Only whether it decodes matters.
                continue;
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** @return empty when the bytes are no text in this encoding */
    Optional<String> strictly(byte[] bytes) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** With a question mark in a box for what is no text. */
    String leniently(byte[] bytes) {
        return new String(bytes, charset);
    }

    private static boolean begins(byte[] head, int... mark) {
        if (head.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((head[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
