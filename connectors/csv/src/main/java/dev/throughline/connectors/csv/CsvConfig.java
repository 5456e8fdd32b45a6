package dev.throughline.connectors.csv;

import dev.throughline.connector.kit.config.Settings;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.model.ObjectType;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * @param sources  in the order of the setting, which is the order of a first load
 * @param encoding empty: detected file by file
 */
record CsvConfig(
        Path folder, Map<ObjectType, Source> sources, Optional<Charset> encoding, Delimiter delimiter, Names names) {
    /** How columns are called in a payload. */
    enum Names {
        AS_WRITTEN,
        /** Lower case, with one underscore for whatever is neither letter nor digit: exports rename columns that way from one month to the next. */
        PLAIN
    }

    /** Where one object's rows are. @param id the columns that identify a row; none: file and row number */
    record Source(ObjectType object, String glob, PathMatcher matcher, List<String> id) {}

    /** What stands between fields. */
    enum Delimiter {
        AUTO('\0'),
        COMMA(','),
        SEMICOLON(';'),
        TAB('\t'),
        PIPE('|');

        final char character;

        Delimiter(char character) {
            this.character = character;
        }
    }

    static CsvConfig of(ConnectorContext context) {
        Settings settings = Settings.of(context, CsvConnectorFactory.SETTINGS);
        Map<String, String> ids = pairs(settings, "id");
        Map<ObjectType, Source> sources = new LinkedHashMap<>();
        pairs(settings, "files").forEach((object, glob) -> {
            ObjectType type = new ObjectType(object);
            List<String> id = Optional.ofNullable(ids.remove(object)).stream()
                    .flatMap(columns -> Arrays.stream(columns.split("\\+")))
                    .map(String::strip)
                    .toList();
            sources.put(type, new Source(type, glob, matcher(settings, glob), id));
        });
        if (!ids.isEmpty()) {
            throw settings.wrong("id", "about an object that 'files' names: " + ids.keySet(), null);
        }
        return new CsvConfig(
                folder(settings),
                sources,
                encoding(settings),
                settings.choice("delimiter", Delimiter.class, Delimiter.AUTO),
                settings.choice("names", Names.class, Names.AS_WRITTEN));
    }

    /** @throws IllegalArgumentException for an object that no setting names */
    Source source(ObjectType object) {
        Source source = sources.get(object);
        if (source == null) {
            throw new IllegalArgumentException("no file holds '%s'; known are %s".formatted(object, sources.keySet()));
        }
        return source;
    }

    private static Map<String, String> pairs(Settings settings, String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : settings.optional(name).orElse("").split("[;\n]")) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && equals < pair.length() - 1
                    && !pair.substring(0, equals).isBlank()) {
                pairs.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            } else if (!pair.isBlank()) {
                throw settings.wrong(name, "of the form object=value; object=value", null);
            }
        }
        return pairs;
    }

    private static PathMatcher matcher(Settings settings, String glob) {
        try {
            if (!glob.contains("/") && !glob.contains("\\")) {
                return FileSystems.getDefault().getPathMatcher("glob:" + glob);
            }
        } catch (PatternSyntaxException e) {
            throw settings.wrong("files", "made of globs such as FY-*.csv", e);
        }
        throw settings.wrong("files", "made of names within the folder", null);
    }

    private static Path folder(Settings settings) {
        try {
            return Path.of(settings.text("folder"));
        } catch (InvalidPathException e) {
            throw settings.wrong("folder", "a path", e);
        }
    }

    private static Optional<Charset> encoding(Settings settings) {
        Optional<String> name = settings.optional("encoding").filter(e -> !e.equalsIgnoreCase("auto"));
        try {
            return name.map(Charset::forName);
        } catch (IllegalArgumentException e) {
            throw settings.wrong("encoding", "auto or an encoding such as UTF-8, UTF-16LE or windows-1252", e);
        }
    }
}
