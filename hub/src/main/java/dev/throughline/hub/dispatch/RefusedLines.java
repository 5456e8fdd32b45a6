package dev.throughline.hub.dispatch;

import dev.throughline.connector.spi.WriteResult;
import dev.throughline.model.event.CanonicalEvent;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which lines of a document a vendor's field errors are about. Vendors name a line by an index in brackets: {@code item.items[3].taxCode}. */
final class RefusedLines {
    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,6})]");

    private RefusedLines() {}

    static List<CanonicalEvent.LineError> of(List<WriteResult.FieldError> errors) {
        return errors.stream()
                .map(e -> new CanonicalEvent.LineError(line(e.field()), e.code(), e.message()))
                .toList();
    }

    private static int line(String field) {
        Matcher index = INDEX.matcher(field);
        return index.find() ? Integer.parseInt(index.group(1)) : -1;
    }
}
