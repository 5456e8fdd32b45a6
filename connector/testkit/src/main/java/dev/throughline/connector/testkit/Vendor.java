package dev.throughline.connector.testkit;

import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.model.ObjectType;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * All that the suite must be told of a vendor. Everywhere {@code seeded} holds the ids that {@link Simulator#seedSmallFirm} gave, {@code n} is a small number
 * that must make the record different from others (its name, say), and screen fields are those of {@link Simulator.Screen}.
 */
public interface Vendor {
    /** A new one, not started. */
    Simulator simulator();

    ConnectorFactory factory();

    /** What the connector is opened with. */
    default Map<String, String> settings(Simulator.Access access) {
        return access.settings();
    }

    /** For a simulator that speaks HTTPS: a client that trusts it. */
    default HttpClient http(Simulator simulator) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** The object on which reading is tried. */
    ReadTarget reading();

    /** The object on which writing is tried; empty for a connector that only reads. */
    default Optional<WriteTarget> writing() {
        return Optional.empty();
    }

    default Optional<HookTarget> webhooks() {
        return Optional.empty();
    }

    /** An object whose records can be made at the vendor's screen as often as one likes. */
    interface ReadTarget {
        ObjectType object();

        /** The object's name at the screen. */
        default String screenObject() {
            return object().value();
        }

        /** A part of {@code METHOD /path} that all reads of changes of this object have in common, for ordering faults. */
        String operation();

        /** A valid record. */
        Map<String, Object> fields(Map<String, String> seeded, int n);

        /** A field of free text, changed to make a new version and to carry hostile text. */
        String textField();

        /** Where the payload carries that text. */
        default String textPointer() {
            return "/" + textField();
        }

        /** The longest text that the field takes. */
        default int textMax() {
            return 10_000;
        }

        /** A field of an exact decimal number, such as an amount. */
        default Optional<String> amountField() {
            return Optional.empty();
        }

        default String amountPointer() {
            return "/" + amountField().orElseThrow();
        }

        /** An object whose records have a parent, where the vendor has one among those read. */
        default Optional<ChildTarget> child() {
            return Optional.empty();
        }

        /** Whether a throttling answer of this vendor says how long to wait. */
        default boolean throttlingSaysHowLong() {
            return true;
        }

        /** An id of the right form that no record has. */
        default String missingId() {
            return "999999999";
        }
    }

    /** A record that belongs to a record of the {@link ReadTarget}. */
    interface ChildTarget {
        ObjectType object();

        default String screenObject() {
            return object().value();
        }

        Map<String, Object> fields(Map<String, String> seeded, String parentId, int n);

        /** Where the payload carries the parent's id. */
        String parentPointer();
    }

    /** An object that the hub creates. */
    interface WriteTarget {
        ObjectType object();

        default String screenObject() {
            return object().value();
        }

        /** A part of {@code METHOD /path} of the call that creates, and of no look-up, for ordering faults. */
        String operation();

        /** A valid body, as a mapping would make it. */
        JsonNode body(Map<String, String> seeded, int n);

        /** A body that business refuses. */
        JsonNode refusedBody(Map<String, String> seeded);

        /** A member of the body of free text. */
        String textField();

        /** The name of that text at the screen. */
        default String screenTextField() {
            return textField();
        }

        /** Closes a period at the vendor's screen; @return a body that falls into it, empty where the vendor has no periods */
        default Optional<JsonNode> bodyInClosedPeriod(Simulator.Screen screen, Map<String, String> seeded) {
            return Optional.empty();
        }

        /** Whether {@link dev.throughline.connector.spi.WriteItem#expectedVersion} is checked by the vendor. */
        default boolean checksVersions() {
            return false;
        }

        default boolean throttlingSaysHowLong() {
            return true;
        }
    }

    /** How a notice of this vendor is made and signed; written from its documentation, not with the connector's code. */
    interface HookTarget {
        /** A notice about record n. */
        byte[] body(int n);

        /** As the vendor sends it. @param at what the vendor takes for the present */
        Webhooks.Request signed(byte[] body, Instant at);

        /** In lower case. */
        String signatureHeader();

        /** How old a notice may be; empty where the vendor signs no time. */
        Optional<Duration> window();
    }
}
