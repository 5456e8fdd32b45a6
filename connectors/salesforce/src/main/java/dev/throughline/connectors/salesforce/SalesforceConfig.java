package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.auth.Grant;
import dev.throughline.connector.kit.auth.Grants;
import dev.throughline.connector.kit.auth.Grants.ClientAuthentication;
import dev.throughline.connector.kit.auth.JwtAssertion;
import dev.throughline.connector.kit.auth.PemKey;
import dev.throughline.connector.kit.config.Settings;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory.Setting;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One org, as a workspace states it.
 *
 * @param login      where tokens are asked for: the My Domain address; calls go to the {@code instance_url} of the token answer
 * @param apiVersion such as {@code 66.0}
 * @param keyField   the text field, external id and unique, that holds our idempotency key on every object that we create
 * @param overlap    how far each poll reads again behind the newest stamp seen: long transactions commit late with an earlier stamp
 * @param currency   ISO code of an org without multi-currency, whose records carry none
 * @param pubSub     host and port of the Pub/Sub API; empty: no stream is opened
 */
record SalesforceConfig(
        URI login,
        String apiVersion,
        Grant grant,
        String keyField,
        Duration overlap,
        Optional<String> currency,
        Optional<URI> pubSub,
        Optional<String> pubSubCertificate) {

    /** How we sign in. */
    enum Flow {
        CLIENT_CREDENTIALS,
        JWT_BEARER,
        REFRESH_TOKEN
    }

    static final List<Setting> SETTINGS = List.of(
            new Setting("loginUrl", true, false, "the org's My Domain address", "https://acme.my.salesforce.com"),
            new Setting("clientId", true, false, "consumer key of the external client app", "3MVG9…"),
            new Setting(
                    "flow", false, false, "client-credentials (default), jwt-bearer or refresh-token", "jwt-bearer"),
            new Setting("clientSecret", false, true, "consumer secret; not for jwt-bearer", "env:SALESFORCE_SECRET"),
            new Setting("username", false, false, "the integration user, for jwt-bearer", "throughline@acme.example"),
            new Setting("privateKey", false, true, "RSA key in PEM (PKCS #8), for jwt-bearer", "env:SALESFORCE_KEY"),
            new Setting("refreshToken", false, true, "for refresh-token", "env:SALESFORCE_REFRESH"),
            new Setting("apiVersion", false, false, "default 66.0", "66.0"),
            new Setting(
                    "keyField",
                    false,
                    false,
                    "external id field for our keys, default Throughline_Id__c",
                    "Throughline_Id__c"),
            new Setting("overlap", false, false, "how far each poll reads again, default PT5M", "PT10M"),
            new Setting("currency", false, false, "currency of an org without multi-currency", "USD"),
            new Setting(
                    "pubSubUrl",
                    false,
                    false,
                    "Pub/Sub API for change events; none: polling only",
                    "https://api.pubsub.salesforce.com:7443"),
            new Setting(
                    "pubSubCertificate",
                    false,
                    false,
                    "PEM of a certificate to trust beside the usual ones",
                    "-----BEGIN CERTIFICATE-----…"));

    private static final Pattern VERSION = Pattern.compile("\\d{2,3}\\.0");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,79}");
    // Salesforce refuses assertions that live longer than a few minutes.
    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(2);

    static SalesforceConfig of(ConnectorContext context) {
        Settings settings = Settings.of(context, SETTINGS);
        URI login = settings.address("loginUrl");
        String version = settings.optional("apiVersion").orElse("66.0");
        if (!VERSION.matcher(version).matches()) {
            throw settings.wrong("apiVersion", "a version such as 66.0", null);
        }
        String keyField = settings.optional("keyField").orElse("Throughline_Id__c");
        if (!FIELD.matcher(keyField).matches()) {
            throw settings.wrong("keyField", "a field name such as Throughline_Id__c", null);
        }
        Optional<URI> pubSub = settings.optional("pubSubUrl").map(_ -> pubSub(settings));
        settings.optional("pubSubCertificate").ifPresent(pem -> requireCertificate(settings, pem));
        return new SalesforceConfig(
                login,
                version,
                grant(settings, login),
                keyField,
                settings.duration("overlap", Duration.ofMinutes(5)),
                settings.optional("currency"),
                pubSub,
                settings.optional("pubSubCertificate"));
    }

    /** The token goes along with every call: in the clear only to this machine itself. */
    private static URI pubSub(Settings settings) {
        URI address = settings.address("pubSubUrl");
        boolean here =
                address.getHost().equals("127.0.0.1") || address.getHost().equals("localhost");
        if (!here && !"https".equals(address.getScheme())) {
            throw settings.wrong(
                    "pubSubUrl", "an address with https, such as https://api.pubsub.salesforce.com:7443", null);
        }
        return address;
    }

    private static void requireCertificate(Settings settings, String pem) {
        try {
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(PubSubCalls.pem(pem)));
        } catch (CertificateException unreadable) {
            throw settings.wrong("pubSubCertificate", "a certificate in PEM", unreadable);
        }
    }

    private static Grant grant(Settings settings, URI login) {
        URI token = URI.create(login + "/services/oauth2/token");
        String client = settings.text("clientId");
        return switch (settings.choice("flow", Flow.class, Flow.CLIENT_CREDENTIALS)) {
            case CLIENT_CREDENTIALS ->
                Grants.clientCredentials(
                        token,
                        client,
                        settings.secret("clientSecret").reveal(),
                        ClientAuthentication.FORM_FIELDS,
                        Map.of());
            case REFRESH_TOKEN ->
                Grants.refreshToken(
                        token,
                        client,
                        settings.secret("clientSecret").reveal(),
                        ClientAuthentication.FORM_FIELDS,
                        settings.secret("refreshToken").reveal());
            case JWT_BEARER ->
                Grants.jwtBearer(
                        token,
                        new JwtAssertion(
                                JwtAssertion.Algorithm.RS256,
                                PemKey.parse(
                                        "privateKey",
                                        settings.secret("privateKey").reveal()),
                                Optional.empty(),
                                Map.of("iss", client, "sub", settings.text("username"), "aud", login.toString()),
                                ASSERTION_LIFE));
        };
    }
}
