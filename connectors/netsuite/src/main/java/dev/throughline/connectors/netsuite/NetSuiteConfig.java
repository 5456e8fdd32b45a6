package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.auth.Authorisation;
import dev.throughline.connector.kit.auth.BearerToken;
import dev.throughline.connector.kit.auth.Grants;
import dev.throughline.connector.kit.auth.JwtAssertion;
import dev.throughline.connector.kit.auth.OAuth1;
import dev.throughline.connector.kit.auth.PemKey;
import dev.throughline.connector.kit.auth.TokenSource;
import dev.throughline.connector.kit.config.Settings;
import dev.throughline.connector.kit.http.VendorHttp;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory.Setting;
import java.net.URI;
import java.security.PrivateKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How one account is reached.
 *
 * @param base    up to and including {@code /services/rest}
 * @param zone    the time zone of the integration user's preferences, in which SuiteQL shows times
 * @param overlap how far each pass reads again behind the newest stamp
 */
record NetSuiteConfig(URI base, Authorisation authorisation, ZoneId zone, Duration overlap, int concurrency) {
    /** Assertions live shorter than the hour that is allowed: they are used at once. */
    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(5);

    static final List<Setting> SETTINGS = List.of(
            new Setting("account", true, false, "account id, as the Company Information page shows it", "1234567_SB1"),
            new Setting(
                    "base_url",
                    false,
                    false,
                    "only when it is not https://{account}.suitetalk.api.netsuite.com/services/rest",
                    "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest"),
            new Setting("client_id", false, false, "OAuth 2.0: client id of the integration record", "a1b2c3"),
            new Setting(
                    "certificate_id", false, false, "OAuth 2.0: id that NetSuite shows for the certificate", "x9y8z7"),
            new Setting(
                    "private_key", false, true, "OAuth 2.0: private key of the certificate, PEM", "env:NETSUITE_KEY"),
            new Setting("consumer_key", false, false, "token-based authentication: consumer key", "a1b2c3"),
            new Setting(
                    "consumer_secret", false, true, "token-based authentication: consumer secret", "env:NETSUITE_CS"),
            new Setting("token_id", false, false, "token-based authentication: token id", "d4e5f6"),
            new Setting("token_secret", false, true, "token-based authentication: token secret", "env:NETSUITE_TS"),
            new Setting(
                    "time_zone",
                    false,
                    false,
                    "time zone of the integration user's preferences; UTC is advised",
                    "UTC"),
            new Setting(
                    "overlap", false, false, "how far each poll reads again, since records are stamped late", "PT5M"),
            new Setting("concurrency", false, false, "requests at once that the account grants this integration", "5"));

    static NetSuiteConfig of(ConnectorContext context) {
        Settings settings = Settings.of(context, SETTINGS);
        String account = settings.text("account");
        String host = account.toLowerCase(Locale.ROOT).replace('_', '-');
        if (!host.matches("[a-z0-9-]{1,60}")) {
            throw settings.wrong("account", "an account id such as 1234567 or 1234567_SB1", null);
        }
        URI base = settings.address(
                "base_url", URI.create("https://" + host + ".suitetalk.api.netsuite.com/services/rest"));
        return new NetSuiteConfig(
                base,
                authorisation(context, settings, account, base),
                zone(settings),
                settings.duration("overlap", Duration.ofMinutes(5)),
                settings.number("concurrency", 1, 500, 5));
    }

    private static Authorisation authorisation(ConnectorContext context, Settings settings, String account, URI base) {
        Optional<String> client = settings.optional("client_id");
        if (client.isPresent()) {
            URI tokenUrl = URI.create(base + "/auth/oauth2/v1/token");
            JwtAssertion assertion = assertion(settings, client.get(), tokenUrl);
            return new BearerToken(new TokenSource(
                    new VendorHttp(context), Grants.clientAssertion(tokenUrl, assertion), context.clock()));
        }
        if (settings.optional("consumer_key").isEmpty()) {
            throw new IllegalArgumentException(
                    "system %s: no way to sign in; set client_id, certificate_id and private_key, or consumer_key, consumer_secret, token_id and token_secret, under systems.%s.settings"
                            .formatted(context.system(), context.system()));
        }
        OAuth1.Keys keys = new OAuth1.Keys(
                settings.text("consumer_key"),
                settings.secret("consumer_secret").reveal(),
                settings.text("token_id"),
                settings.secret("token_secret").reveal());
        return new OAuth1(account.toUpperCase(Locale.ROOT).replace('-', '_'), keys, context.clock());
    }

    /** NetSuite takes PS256 of an RSA key and ES256 of a key on P-256; never RS256. */
    private static JwtAssertion assertion(Settings settings, String client, URI tokenUrl) {
        PrivateKey key =
                PemKey.parse("private_key", settings.secret("private_key").reveal());
        var algorithm = key.getAlgorithm().equals("RSA") ? JwtAssertion.Algorithm.PS256 : JwtAssertion.Algorithm.ES256;
        Map<String, Object> claims =
                Map.of("iss", client, "scope", List.of("rest_webservices"), "aud", tokenUrl.toString());
        return new JwtAssertion(algorithm, key, Optional.of(settings.text("certificate_id")), claims, ASSERTION_LIFE);
    }

    private static ZoneId zone(Settings settings) {
        String name = settings.optional("time_zone").orElse("UTC");
        try {
            return name.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw settings.wrong("time_zone", "a time zone such as UTC or America/New_York", e);
        }
    }
}
