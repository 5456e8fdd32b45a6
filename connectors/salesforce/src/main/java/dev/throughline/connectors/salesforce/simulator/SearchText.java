package dev.throughline.connectors.salesforce.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is looked for: words and "quoted phrases", all of which must be found, {@code *} and {@code ?} standing for any text and any letter. */
record SearchText(List<Phrase> phrases) {
    /** Words that follow each other. */
    record Phrase(List<Pattern> words) {}

    private static final int LENGTH_MIN = 2;
    private static final int LENGTH_MAX = 1_000;
    private static final int STARS_MAX = 2;
    private static final Pattern PART = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|((?:[^\\s\"\\\\]|\\\\.)+)");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT");

    /** @param written as it stands in the braces, reserved characters with a backslash before them */
    static SearchText of(String written) {
        if (written.length() > LENGTH_MAX) {
            throw Sosl.malformed("this simulator takes search terms of at most %d characters".formatted(LENGTH_MAX));
        }
        List<Phrase> phrases = new ArrayList<>();
        Matcher part = PART.matcher(written);
        while (part.find()) {
            boolean quoted = part.group(1) != null;
            String text = quoted ? part.group(1) : part.group(2);
            if (!quoted && (OPERATORS.contains(text) || text.startsWith("(") || text.endsWith(")"))) {
                throw Sosl.malformed("this simulator does not know AND, OR, NOT and brackets between search terms");
            }
            List<Pattern> words = words(text);
            if (!words.isEmpty()) {
                phrases.add(new Phrase(words));
            }
        }
        String letters = written.replaceAll("[^\\p{L}\\p{N}]", "");
        if (phrases.isEmpty() || letters.length() < LENGTH_MIN) {
            throw Sosl.malformed("search term must be longer than one character: " + written);
        }
        return new SearchText(List.copyOf(phrases));
    }

    boolean in(String value) {
        List<String> words = Arrays.stream(BETWEEN_WORDS.split(value.toLowerCase(Locale.ROOT)))
                .filter(w -> !w.isEmpty())
                .toList();
        return phrases.stream().allMatch(p -> stands(p, words));
    }

    private static boolean stands(Phrase phrase, List<String> words) {
        for (int from = 0; from + phrase.words().size() <= words.size(); from++) {
            boolean all = true;
            for (int i = 0; i < phrase.words().size() && all; i++) {
                all = phrase.words().get(i).matcher(words.get(from + i)).matches();
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private static List<Pattern> words(String text) {
        // A star or question mark after a backslash is meant as such, and parts words like any other sign.
        String plain =
                text.replaceAll("\\\\[*?]", " ").replaceAll("\\\\(.)", "$1").toLowerCase(Locale.ROOT);
        return Arrays.stream(plain.split("[^\\p{L}\\p{N}*?]+"))
                .filter(w -> !w.replace("*", "").replace("?", "").isEmpty())
                .map(SearchText::word)
                .toList();
    }

    private static Pattern word(String word) {
        String once = word.replaceAll("\\*+", "*");
        if (once.chars().filter(c -> c == '*').count() > STARS_MAX) {
            throw Sosl.malformed("this simulator takes at most %d stars in a word".formatted(STARS_MAX));
        }
        return Pattern.compile(once.replace("*", ".*").replace('?', '.'));
    }
}
