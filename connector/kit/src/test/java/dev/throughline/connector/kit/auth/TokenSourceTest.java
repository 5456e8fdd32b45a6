package dev.throughline.connector.kit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.kit.KitFixture;
import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.http.VendorHttp;
import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connector.spi.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenSourceTest {
    private final KitFixture kit = new KitFixture();
    private final AtomicInteger given = new AtomicInteger();
    private final List<SimRequest> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile int valid = 1;

    @BeforeEach
    void start() {
        kit.server
                .route("POST", "/token", r -> {
                    asked.add(r);
                    return SimResponse.json(Map.of(
                            "access_token",
                            "t" + given.incrementAndGet(),
                            "expires_in",
                            3600,
                            "refresh_token",
                            "r" + given.get()));
                })
                .route(
                        "GET",
                        "/me",
                        r -> r.header("Authorization").equals(java.util.Optional.of("Bearer t" + valid))
                                ? SimResponse.empty(204)
                                : SimResponse.empty(401))
                .route(
                        "POST",
                        "/refusing",
                        _ -> SimResponse.json(
                                400, Map.of("error", "invalid_grant", "error_description", "user is inactive")))
                .start(0);
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    @Test
    void a_token_is_asked_for_once_and_again_shortly_before_it_ends() {
        TokenSource tokens = tokens(credentials(Grants.ClientAuthentication.FORM_FIELDS));
        assertThat(value(tokens)).isEqualTo("t1");
        kit.now.updateAndGet(now -> now.plus(Duration.ofMinutes(59)));
        assertThat(value(tokens)).isEqualTo("t1");
        kit.now.updateAndGet(now -> now.plusSeconds(31));
        assertThat(value(tokens)).isEqualTo("t2");
    }

    @Test
    void many_callers_share_one_request_for_a_token() throws InterruptedException {
        TokenSource tokens = tokens(credentials(Grants.ClientAuthentication.FORM_FIELDS));
        List<Callable<String>> callers = Collections.nCopies(20, () -> value(tokens));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(callers)).hasSize(20);
        }
        assertThat(given).hasValue(1);
    }

    @Test
    void a_refused_token_is_replaced_once_and_then_it_is_a_matter_for_people() {
        AuthorisedHttp http = new AuthorisedHttp(
                new VendorHttp(kit.context()),
                new BearerToken(tokens(credentials(Grants.ClientAuthentication.FORM_FIELDS))));
        assertThat(me(http)).isInstanceOf(AuthorisedHttp.Sent.Out.class);
        valid = 2;
        assertThat(me(http))
                .isInstanceOfSatisfying(
                        AuthorisedHttp.Sent.Out.class,
                        out -> assertThat(((Outcome.Answer) out.outcome()).status())
                                .isEqualTo(204));
        valid = 99;
        assertThat(me(http))
                .isInstanceOfSatisfying(
                        AuthorisedHttp.Sent.Barred.class,
                        barred -> assertThat(barred.trouble()).isInstanceOf(Trouble.Unauthorised.class));
        assertThat(given).hasValue(3);
    }

    @Test
    void a_token_service_that_refuses_is_told_with_its_own_reason_and_no_secret() {
        TokenSource tokens = tokens(Grants.clientCredentials(
                kit.uri("/refusing"), "id", "s3cret", Grants.ClientAuthentication.FORM_FIELDS, Map.of()));
        assertThat(tokens.current()).isInstanceOfSatisfying(TokenSource.Failed.class, failed -> {
            assertThat(failed.trouble()).isInstanceOf(Trouble.Unauthorised.class);
            assertThat(failed.trouble().says())
                    .contains("invalid_grant", "user is inactive")
                    .doesNotContain("s3cret");
        });
        assertThat(tokens.toString()).doesNotContain("s3cret");
    }

    @Test
    void a_client_says_who_it_is_in_the_form_or_in_a_header() {
        value(tokens(credentials(Grants.ClientAuthentication.FORM_FIELDS)));
        assertThat(asked.getLast().form())
                .containsEntry("client_id", List.of("an id"))
                .containsEntry("client_secret", List.of("s3cret"))
                .containsEntry("scope", List.of("all"));
        value(tokens(credentials(Grants.ClientAuthentication.BASIC_HEADER)));
        assertThat(asked.getLast().form())
                .doesNotContainKey("client_secret")
                .containsEntry("grant_type", List.of("client_credentials"));
        assertThat(asked.getLast().header("Authorization")).contains("Basic YW4lMjBpZDpzM2NyZXQ=");
    }

    @Test
    void a_rotated_refresh_token_is_used_from_then_on() {
        TokenSource tokens = tokens(
                Grants.refreshToken(kit.uri("/token"), "id", "s3cret", Grants.ClientAuthentication.FORM_FIELDS, "r0"));
        tokens.refused(value(tokens));
        value(tokens);
        assertThat(asked)
                .extracting(r -> r.formField("refresh_token").orElse(""))
                .containsExactly("r0", "r1");
    }

    private AuthorisedHttp.Sent me(AuthorisedHttp http) {
        return http.send(VendorRequest.get(kit.uri("/me")));
    }

    private Grant credentials(Grants.ClientAuthentication how) {
        return Grants.clientCredentials(kit.uri("/token"), "an id", "s3cret", how, Map.of("scope", "all"));
    }

    private TokenSource tokens(Grant grant) {
        return new TokenSource(new VendorHttp(kit.context()), grant, kit.now::get);
    }

    private static String value(TokenSource tokens) {
        return ((TokenSource.Token) tokens.current()).value();
    }
}
