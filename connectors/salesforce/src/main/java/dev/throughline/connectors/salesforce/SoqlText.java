package dev.throughline.connectors.salesforce;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values within SOQL. Ids come from cursors and callers, so nothing but an id is ever put between quotes. */
final class SoqlText {
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?");

    private SoqlText() {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** @throws IllegalArgumentException when it is no Salesforce id */
    static String id(String text) {
        if (!isId(text)) {
            throw new IllegalArgumentException(
                    "not a Salesforce id: " + text.substring(0, Math.min(40, text.length())));
        }
        return text;
    }

    static String ids(Collection<String> ids) {
        return ids.stream().map(id -> "'" + id(id) + "'").collect(Collectors.joining(", ", "(", ")"));
    }
}
