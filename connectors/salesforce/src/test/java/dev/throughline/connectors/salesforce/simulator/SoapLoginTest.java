package dev.throughline.connectors.salesforce.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions by SOAP, as clients without OAuth begin. */
class SoapLoginTest {
    private final SalesforceSimulator simulator = new SalesforceSimulator();
    private final HttpClient http = HttpClient.newHttpClient();
    private URI base;

    @BeforeEach
    void start() {
        simulator.start(0, InstantSource.fixed(Instant.parse("2026-03-02T09:30:00Z")));
        base = simulator.access().baseUrl();
    }

    @AfterEach
    void stop() {
        simulator.close();
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
    }

    @Test
    void a_session_by_soap_opens_rest_too_until_logout() throws Exception {
        HttpResponse<String> login = login("50.0", Tokens.PASSWORD);
        assertThat(login.statusCode()).isEqualTo(200);
        assertThat(tag(login, "serverUrl")).startsWith(base + "/services/Soap/u/50.0/00D");
        assertThat(tag(login, "passwordExpired")).isEqualTo("false");
        String session = tag(login, "sessionId");
        OrgClient rest = new OrgClient(base);
        rest.useToken(session);
        assertThat(rest.get("/services/data/v50.0/limits").status()).isEqualTo(200);

        HttpResponse<String> info = post(
                URI.create(tag(login, "serverUrl")), session, "<getUserInfo xmlns='urn:partner.soap.sforce.com'/>");
        assertThat(tag(info, "userName")).isEqualTo(Tokens.USERNAME);
        assertThat(tag(info, "organizationId")).isEqualTo(tag(login, "organizationId"));

        assertThat(post(door("50.0"), session, "<logout xmlns='urn:partner.soap.sforce.com'/>")
                        .statusCode())
                .isEqualTo(200);
        assertThat(rest.get("/services/data/v50.0/limits").status()).isEqualTo(401);
        assertThat(tag(post(door("50.0"), session, "<getUserInfo xmlns='urn:partner.soap.sforce.com'/>"), "faultcode"))
                .isEqualTo("sf:INVALID_SESSION_ID");
    }

    @Test
    void a_wrong_password_is_a_login_fault() throws Exception {
        HttpResponse<String> answer = login("64.0", "guess");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(tag(answer, "faultcode")).isEqualTo("sf:INVALID_LOGIN");
        assertThat(answer.body()).contains("<sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode>");
    }

    @Test
    void login_ends_with_version_64_and_retired_versions_are_unknown() throws Exception {
        assertThat(tag(login("65.0", Tokens.PASSWORD), "faultstring")).startsWith("INVALID_OPERATION: The SOAP Login");
        assertThat(tag(login("30.0", Tokens.PASSWORD), "faultcode")).isEqualTo("sf:UNSUPPORTED_API_VERSION");
        assertThat(tag(login("x", Tokens.PASSWORD), "faultcode")).isEqualTo("sf:UNSUPPORTED_API_VERSION");
    }

    @Test
    void document_types_and_entities_are_refused_unread() throws Exception {
        String hostile =
                "<!DOCTYPE e [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><login xmlns='urn:partner.soap.sforce.com'><username>&x;</username></login></e:Body></e:Envelope>";
        HttpResponse<String> answer = send(door("50.0"), hostile);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(tag(answer, "faultcode")).isEqualTo("soapenv:Client");
        assertThat(answer.body()).contains("DOCTYPE");
    }

    @Test
    void what_is_no_envelope_and_unknown_operations_are_client_faults() throws Exception {
        for (String body : new String[] {
            "",
            "no xml",
            "<a/>",
            envelope("", ""),
            envelope("", "<login/>"),
            envelope("", "<x:y xmlns:x='urn:partner.soap.sforce.com'/>")
        }) {
            HttpResponse<String> answer = send(door("50.0"), body);
            assertThat(answer.statusCode()).as(body).isEqualTo(500);
            assertThat(tag(answer, "faultcode")).as(body).isEqualTo("soapenv:Client");
        }
    }

    private HttpResponse<String> login(String version, String password) throws Exception {
        return post(
                door(version),
                "",
                "<login xmlns='urn:partner.soap.sforce.com'><username>%s</username><password>%s</password></login>"
                        .formatted(Tokens.USERNAME, password));
    }

    private URI door(String version) {
        return base.resolve("/services/Soap/u/" + version);
    }

    private HttpResponse<String> post(URI door, String session, String operation) throws Exception {
        String header = session.isEmpty()
                ? ""
                : "<SessionHeader xmlns='urn:partner.soap.sforce.com'><sessionId>%s</sessionId></SessionHeader>"
                        .formatted(session);
        return send(door, envelope(header, operation));
    }

    private static String envelope(String header, String operation) {
        return "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header>%s</e:Header><e:Body>%s</e:Body></e:Envelope>"
                .formatted(header, operation);
    }

    private HttpResponse<String> send(URI door, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(door)
                        .header("Content-Type", "text/xml")
                        .header("SOAPAction", "\"\"")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String tag(HttpResponse<String> answer, String name) {
        Matcher matcher =
                Pattern.compile("<%s>([^<]*)</%s>".formatted(name, name)).matcher(answer.body());
        assertThat(matcher.find()).as("<%s> in %s", name, answer.body()).isTrue();
        return matcher.group(1);
    }
}
