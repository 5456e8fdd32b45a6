package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.spi.Trouble;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Factory, settings, capabilities and secrets. */
public abstract class OpeningConformance extends ConnectorConformance {
    private static final String WRONG = "Wr0ng-S3cret-7391";

    @Test
    void the_factory_is_found_by_its_kind() {
        Set<String> kinds = ServiceLoader.load(ConnectorFactory.class).stream()
                .map(provider -> provider.get().kind())
                .collect(Collectors.toSet());
        assertThat(kinds).contains(vendor.factory().kind());
        assertThat(simulator.kind()).isEqualTo(vendor.factory().kind());
        assertThat(connector.capabilities().kind()).isEqualTo(vendor.factory().kind());
    }

    @Test
    void every_setting_is_declared_with_help() {
        assertThat(vendor.factory().settings())
                .allSatisfy(setting -> assertThat(setting.help()).isNotBlank());
        Set<String> known = vendor.factory().settings().stream()
                .map(ConnectorFactory.Setting::name)
                .collect(Collectors.toSet());
        assertThat(known).containsAll(settings().keySet());
    }

    @Test
    void a_setting_that_is_missing_or_unknown_is_named() {
        for (ConnectorFactory.Setting setting : vendor.factory().settings()) {
            if (setting.required()) {
                Map<String, String> less = settings();
                less.remove(setting.name());
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> open(less))
                        .withMessageContaining(setting.name());
            }
        }
        Map<String, String> more = settings();
        more.put("no-such-setting", "x");
        assertThatIllegalArgumentException().isThrownBy(() -> open(more)).withMessageContaining("no-such-setting");
    }

    @Test
    void capabilities_and_roles_agree() {
        Capabilities capabilities = connector.capabilities();
        assertThat(capabilities.roles()).isNotEmpty();
        assertThat(capabilities.limits().concurrent()).isPositive();
        assertThat(capabilities.limits().requests()).isPositive();
        assertThat(connector.changes().map(s -> names(s.objects())).orElse(Set.of()))
                .isEqualTo(declared(Capabilities.Sourced.POLL, Capabilities.Sourced.FILE));
        assertThat(connector.stream().map(s -> names(s.objects())).orElse(Set.of()))
                .isEqualTo(declared(Capabilities.Sourced.STREAM));
        assertThat(connector.webhooks().isPresent())
                .isEqualTo(!declared(Capabilities.Sourced.WEBHOOK).isEmpty());
        for (Capabilities.ObjectCapability object : capabilities.objects()) {
            assertThat(object.verbs().isEmpty())
                    .as("%s: read only exactly when no verb is declared", object.objectType())
                    .isEqualTo(object.idempotency() == Capabilities.Idempotency.READ_ONLY);
            assertThat(object.overlap().isNegative()).isFalse();
            assertThat(object.verbs().isEmpty() || connector.writer().isPresent())
                    .isTrue();
            assertThat(object.verbs().isEmpty() || object.batchMax() >= 1).isTrue();
        }
    }

    @Test
    void secrets_are_never_printed() {
        Map<String, String> settings = settings();
        String printed = connector + " " + connector.capabilities() + " " + context(settings) + " "
                + connector.changes() + " " + connector.writer() + " " + connector.webhooks() + " " + connector.stream()
                + " " + connector.reader() + " " + connector.inventory();
        secrets().forEach(name -> {
            if (settings.containsKey(name)) {
                assertThat(printed).as("prints the setting " + name).doesNotContain(settings.get(name));
            }
        });
    }

    @Test
    void a_wrong_secret_is_told_as_such_and_never_repeated() {
        for (String name : secrets()) {
            Map<String, String> settings = settings();
            if (settings.containsKey(name)) {
                settings.put(name, WRONG);
                assertThat(saysOf(settings)).as("with a wrong " + name).doesNotContain(WRONG);
            }
        }
    }

    private String saysOf(Map<String, String> settings) {
        try {
            Connector wrong = open(settings);
            Optional<Trouble> trouble = wrong.probe();
            // A secret that only webhooks use does not show here.
            trouble.ifPresent(t -> assertThat(t).isInstanceOfAny(Trouble.Unauthorised.class, Trouble.Refused.class));
            return wrong + " " + trouble + " " + trouble.map(Trouble::says);
        } catch (IllegalArgumentException e) {
            return allMessages(e);
        }
    }

    private static String allMessages(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            all.append(t).append('\n');
        }
        return all.toString();
    }

    private Set<String> secrets() {
        return vendor.factory().settings().stream()
                .filter(ConnectorFactory.Setting::secret)
                .map(ConnectorFactory.Setting::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> declared(Capabilities.Sourced... sources) {
        return connector.capabilities().objects().stream()
                .filter(object -> java.util.Arrays.stream(sources).anyMatch(object.sources()::contains))
                .map(object -> object.objectType().value())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Set<dev.throughline.model.ObjectType> objects) {
        return objects.stream()
                .map(dev.throughline.model.ObjectType::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, String> settings() {
        return new HashMap<>(vendor.settings(simulator.access()));
    }
}
