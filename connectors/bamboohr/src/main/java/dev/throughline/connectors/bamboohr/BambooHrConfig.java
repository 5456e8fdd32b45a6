package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.kit.config.Secret;
import dev.throughline.connector.kit.config.Settings;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * @param baseUrl    the company's own address, without {@code /api}
 * @param apiKey     of a dedicated user, whose rights decide what is seen
 * @param fields     asked of every employee
 * @param webhookKey the {@code privateKey} that the vendor showed when the webhook was registered
 */
record BambooHrConfig(
        URI baseUrl,
        Optional<Secret> apiKey,
        Optional<Client> client,
        Set<String> fields,
        Optional<Secret> webhookKey,
        Duration overlap,
        int absenceDaysBack,
        int absenceDaysAhead) {

    /** An OAuth application. */
    record Client(URI tokenUrl, String id, Secret secret, Secret refreshToken) {}

    private static final List<String> FIELDS = List.of(
            "firstName",
            "lastName",
            "preferredName",
            "displayName",
            "employeeNumber",
            "workEmail",
            "jobTitle",
            "department",
            "division",
            "location",
            "supervisorId",
            "status",
            "employmentHistoryStatus",
            "hireDate",
            "terminationDate",
            "standardHoursPerWeek",
            "lastChanged");

    static final List<Setting> SETTINGS = List.of(
            new Setting("baseUrl", false, false, "The company's address", "https://acme.bamboohr.com"),
            new Setting("company", false, false, "The company's domain, in place of baseUrl", "acme"),
            new Setting("apiKey", false, true, "API key of a dedicated user", "env:BAMBOOHR_KEY"),
            new Setting(
                    "tokenUrl",
                    false,
                    false,
                    "Where OAuth tokens are given",
                    "https://acme.bamboohr.com/token.php?request=token"),
            new Setting("clientId", false, false, "OAuth application, in place of apiKey", "acme-hub"),
            new Setting("clientSecret", false, true, "Secret of the OAuth application", "env:BAMBOOHR_SECRET"),
            new Setting("refreshToken", false, true, "Refresh token of the consent", "env:BAMBOOHR_REFRESH"),
            new Setting(
                    "fields",
                    false,
                    false,
                    "Further fields of employees, such as custom ones",
                    "customSkills,customPractice"),
            new Setting("webhookKey", false, true, "privateKey of our webhook", "env:BAMBOOHR_WEBHOOK_KEY"),
            new Setting("overlap", false, false, "How far each poll reads again", "PT1M"),
            new Setting("absenceDaysBack", false, false, "How many past days of absence are read", "90"),
            new Setting("absenceDaysAhead", false, false, "How many coming days of absence are read", "400"));

    static BambooHrConfig of(ConnectorContext context) {
        Settings settings = Settings.of(context, SETTINGS);
        URI base = settings.optional("baseUrl").isPresent()
                ? settings.address("baseUrl")
                : settings.optional("company")
                        .filter(c -> c.matches("[A-Za-z0-9-]{1,63}"))
                        .map(c -> URI.create("https://" + c + ".bamboohr.com"))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "system %s: give 'company', such as acme, or 'baseUrl', under systems.%s.settings"
                                        .formatted(context.system(), context.system())));
        Optional<Secret> key = settings.optionalSecret("apiKey");
        Optional<Client> client = settings.optional("clientId")
                .map(id -> new Client(
                        settings.address("tokenUrl", URI.create(base + "/token.php?request=token")),
                        id,
                        settings.secret("clientSecret"),
                        settings.secret("refreshToken")));
        if (key.isPresent() == client.isPresent()) {
            throw new IllegalArgumentException(
                    "system %s: give either 'apiKey', or 'clientId' with 'clientSecret' and 'refreshToken', under systems.%s.settings"
                            .formatted(context.system(), context.system()));
        }
        Set<String> fields = new LinkedHashSet<>(FIELDS);
        fields.addAll(settings.list("fields"));
        return new BambooHrConfig(
                base,
                key,
                client,
                fields,
                settings.optionalSecret("webhookKey"),
                settings.duration("overlap", Duration.ofMinutes(1)),
                settings.number("absenceDaysBack", 0, 4000, 90),
                settings.number("absenceDaysAhead", 1, 4000, 400));
    }
}
