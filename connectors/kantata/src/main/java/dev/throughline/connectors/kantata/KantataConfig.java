package dev.throughline.connectors.kantata;

import dev.throughline.connector.kit.config.Secret;
import dev.throughline.connector.kit.config.Settings;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param service the service name under which external references of this hub are kept; no other integration may use it
 * @param events  whether the account has the event log add-on
 * @param overlap how far every poll reads again
 * @param sweep   how far a poll reads again once a minute, for records committed long after they were stamped
 */
record KantataConfig(
        URI baseUrl,
        URI tokenUrl,
        Optional<Secret> accessToken,
        Optional<Client> client,
        String service,
        boolean events,
        Duration overlap,
        Duration sweep) {

    /** An OAuth application. @param refreshToken empty for client credentials */
    record Client(String id, Secret secret, Optional<Secret> refreshToken) {}

    static final URI BASE = URI.create("https://api.mavenlink.com/api/v1");
    static final URI TOKENS = URI.create("https://app.mavenlink.com/oauth/token");

    static final List<Setting> SETTINGS = List.of(
            new Setting("baseUrl", false, false, "Where the API begins", BASE.toString()),
            new Setting("tokenUrl", false, false, "Where OAuth tokens are given", TOKENS.toString()),
            new Setting(
                    "accessToken",
                    false,
                    true,
                    "Token of an account administrator from the application page; it does not expire",
                    "env:KANTATA_TOKEN"),
            new Setting("clientId", false, false, "OAuth application, in place of accessToken", "4f1d0c…"),
            new Setting("clientSecret", false, true, "Secret of the OAuth application", "env:KANTATA_SECRET"),
            new Setting(
                    "refreshToken",
                    false,
                    true,
                    "Refresh token, in place of client credentials",
                    "env:KANTATA_REFRESH"),
            new Setting("service", false, false, "Service name of our external references; ours alone", "Throughline"),
            new Setting("events", false, false, "Whether the account has the subscribed events add-on", "true"),
            new Setting("overlap", false, false, "How far each poll reads again", "PT15S"),
            new Setting("sweep", false, false, "How far a poll reads again once a minute", "PT5M"));

    static KantataConfig of(ConnectorContext context) {
        Settings settings = Settings.of(context, SETTINGS);
        Optional<Secret> token = settings.optionalSecret("accessToken");
        Optional<Client> client = settings.optional("clientId")
                .map(id -> new Client(id, settings.secret("clientSecret"), settings.optionalSecret("refreshToken")));
        if (token.isPresent() == client.isPresent()) {
            throw new IllegalArgumentException(
                    "system %s: give either 'accessToken', or 'clientId' with 'clientSecret', under systems.%s.settings"
                            .formatted(context.system(), context.system()));
        }
        return new KantataConfig(
                settings.address("baseUrl", BASE),
                settings.address("tokenUrl", TOKENS),
                token,
                client,
                settings.optional("service").orElse("Throughline"),
                settings.flag("events", false),
                settings.duration("overlap", Duration.ofSeconds(15)),
                settings.duration("sweep", Duration.ofMinutes(5)));
    }
}
