package dev.throughline.connector.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.throughline.connector.kit.KitFixture;
import dev.throughline.connector.spi.ConnectorFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private enum Colour {
        DARK_RED,
        BLUE
    }

    private static final List<ConnectorFactory.Setting> KNOWN = List.of(
            new ConnectorFactory.Setting("url", true, false, "where", ""),
            new ConnectorFactory.Setting("key", false, true, "secret", ""),
            new ConnectorFactory.Setting("size", false, false, "how many", ""),
            new ConnectorFactory.Setting("wait", false, false, "how long", ""),
            new ConnectorFactory.Setting("colour", false, false, "which", ""),
            new ConnectorFactory.Setting("names", false, false, "who", ""));

    @Test
    void settings_are_read_by_their_type() {
        Settings settings = settings(Map.of(
                "url",
                " https://a.example/x/ ",
                "size",
                "12",
                "wait",
                "PT5M",
                "colour",
                "dark-red",
                "names",
                "a, b,,c ",
                "key",
                "s3cret"));
        assertThat(settings.address("url")).isEqualTo(URI.create("https://a.example/x"));
        assertThat(settings.number("size", 1, 100, 5)).isEqualTo(12);
        assertThat(settings.duration("wait", Duration.ofSeconds(1))).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.choice("colour", Colour.class, Colour.BLUE)).isEqualTo(Colour.DARK_RED);
        assertThat(settings.list("names")).containsExactly("a", "b", "c");
        assertThat(settings.secret("key")).hasToString("***");
    }

    @Test
    void a_mistake_names_system_and_setting_and_says_what_would_be_right() {
        wrong(Map.of("url", "https://a.example", "siez", "1"), "acme-us", "siez", "known are url, key, size");
        wrong(Map.of("size", "1"), "acme-us", "url");
        Settings settings = settings(Map.of("url", "ftp://x", "size", "999", "wait", "5m", "colour", "green"));
        for (Runnable read : List.<Runnable>of(
                () -> settings.address("url"),
                () -> settings.number("size", 1, 100, 5),
                () -> settings.duration("wait", Duration.ofSeconds(1)),
                () -> settings.choice("colour", Colour.class, Colour.BLUE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(read::run)
                    .withMessageContaining("acme-us")
                    .withMessageContaining("correct it under");
        }
    }

    @Test
    void the_value_of_a_secret_is_never_in_a_message() {
        Settings settings = settings(Map.of("url", "https://a.example", "key", "s3cret"));
        assertThat(settings.wrong("key", "a key", null)).hasMessageNotContaining("s3cret");
    }

    private static void wrong(Map<String, String> values, String... says) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(values))
                .satisfies(e -> assertThat(e.getMessage()).contains(says));
    }

    private static Settings settings(Map<String, String> values) {
        try (KitFixture kit = new KitFixture()) {
            return Settings.of(kit.context(values), KNOWN);
        }
    }
}
