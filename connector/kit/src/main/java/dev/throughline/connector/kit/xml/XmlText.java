package dev.throughline.connector.kit.xml;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What may stand in XML: the JDK's writer escapes markup, but checks neither names nor characters. */
final class XmlText {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.:-]*");

    private XmlText() {}

    static String name(String name) throws XmlJson.Unreadable {
        if (!NAME.matcher(name).matches()) {
            throw new XmlJson.Unreadable("no XML name: '" + name + "'");
        }
        return name;
    }

    static String characters(JsonNode value) throws XmlJson.Unreadable {
        String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asString();
        int[] bad = text.codePoints().filter(c -> !allowed(c)).limit(1).toArray();
        if (bad.length > 0) {
            throw new XmlJson.Unreadable("the character U+%04X cannot stand in XML".formatted(bad[0]));
        }
        return text;
    }

    /** XML 1.0, production 2. */
    private static boolean allowed(int c) {
        return c == 0x9
                || c == 0xA
                || c == 0xD
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }
}
