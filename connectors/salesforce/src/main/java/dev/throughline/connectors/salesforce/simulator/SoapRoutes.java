package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code /services/Soap/u} and {@code /c}: the calls around a session, which older clients make before they turn to REST: {@code login}, {@code logout},
 * {@code getUserInfo}, {@code getServerTimestamp}. Other operations are refused by name.
 *
 * <p>{@code login} is not offered from version 65.0 on and ends for the others in Summer '27; the refusal's text is the one reported in forcedotcom/wsc issue 363.
 *
 * @see <a href="https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_login.htm">SOAP API Developer Guide, login()</a>
 */
final class SoapRoutes {
    private static final int LOGIN_VERSION_MAX = 64;
    private static final Set<String> NAMESPACES =
            Set.of("urn:partner.soap.sforce.com", "urn:enterprise.soap.sforce.com");

    private final Org org;
    private final Tokens tokens;
    private final People people;

    SoapRoutes(Org org, Tokens tokens, People people) {
        this.org = org;
        this.tokens = tokens;
        this.people = people;
    }

    /** @param base such as {@code http://127.0.0.1:38211} */
    SimResponse handle(SimRequest request, String base) {
        String namespace = "urn:partner.soap.sforce.com";
        try {
            requireForm(request);
            SoapCall call = SoapCall.parse(request.body());
            if (NAMESPACES.contains(call.namespace())) {
                namespace = call.namespace();
            }
            String version = version(request.variable("version"));
            String server = "%s/services/Soap/%s/%s/%s"
                    .formatted(base, door(request), version, people.orgId().substring(0, 15));
            return envelope(200, namespace, answer(call, version, server));
        } catch (Refusal refusal) {
            return fault(namespace, refusal);
        }
    }

    private static void requireForm(SimRequest request) {
        if (!request.header("content-type").orElse("").startsWith("text/xml")) {
            throw new Refusal(415, "soapenv:Client", "content-type of the request should be text/xml", List.of());
        }
        if (request.header("soapaction").isEmpty()) {
            throw SoapCall.unreadable("SOAPAction HTTP header missing");
        }
    }

    private static String door(SimRequest request) {
        return request.path().startsWith("/services/Soap/c/") ? "c" : "u";
    }

    private static String version(String written) {
        String version = written.contains(".") ? written : written + ".0";
        if (!Api.served(version)) {
            throw fault("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL");
        }
        return version;
    }

    private String answer(SoapCall call, String version, String server) {
        if (!NAMESPACES.contains(call.namespace())) {
            throw none(call);
        }
        return switch (call.operation()) {
            case "login" -> login(call, version, server);
            case "logout" -> {
                requireSession(call);
                tokens.logout(call.session());
                yield "<logoutResponse/>";
            }
            case "getUserInfo" -> {
                requireSession(call);
                yield "<getUserInfoResponse><result>%s</result></getUserInfoResponse>"
                        .formatted(userInfo(call.session()));
            }
            case "getServerTimestamp" -> {
                requireSession(call);
                yield "<getServerTimestampResponse><result><timestamp>%s</timestamp></result></getServerTimestampResponse>"
                        .formatted(Values.stamp(org.now()).replace("+0000", "Z"));
            }
            default -> throw none(call);
        };
    }

    private static Refusal none(SoapCall call) {
        return SoapCall.unreadable(
                "No operation available for request {%s}%s; this simulator knows login, logout, getUserInfo and getServerTimestamp"
                        .formatted(call.namespace(), call.operation()));
    }

    private String login(SoapCall call, String version, String server) {
        if (Integer.parseInt(version.substring(0, 2)) > LOGIN_VERSION_MAX) {
            throw fault(
                    "INVALID_OPERATION",
                    "The SOAP Login operation is not available in the API version specified (%s). Refer to the documentation for supported versions."
                            .formatted(version));
        }
        String session = tokens.login(call.argument("username"), call.argument("password"))
                .orElseThrow(() ->
                        fault("INVALID_LOGIN", "Invalid username, password, security token; or user locked out."));
        return """
                <loginResponse><result><metadataServerUrl>%s</metadataServerUrl><passwordExpired>false</passwordExpired><sandbox>false</sandbox>\
                <serverUrl>%s</serverUrl><sessionId>%s</sessionId><userId>%s</userId><userInfo>%s</userInfo></result></loginResponse>""".formatted(
                        escaped(server.replaceFirst("/Soap/[uc]/", "/Soap/m/")),
                        escaped(server),
                        escaped(session),
                        people.userId(),
                        userInfo(session));
    }

    private void requireSession(SoapCall call) {
        if (!tokens.valid(call.session())) {
            throw fault(
                    "INVALID_SESSION_ID",
                    "Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key");
        }
    }

    private String userInfo(String session) {
        Map<String, String> info = new LinkedHashMap<>();
        info.put("accessibilityMode", "false");
        info.put("chatterExternal", "false");
        info.put("currencySymbol", "$");
        info.put("orgDefaultCurrencyIsoCode", "USD");
        info.put("organizationId", people.orgId());
        info.put("organizationMultiCurrency", "true");
        info.put("organizationName", "Fernhill Consulting");
        info.put(
                "sessionSecondsValid",
                String.valueOf(session.isEmpty() ? 0 : tokens.idle().toSeconds()));
        info.put("userDefaultCurrencyIsoCode", "USD");
        info.put("userEmail", Tokens.USERNAME);
        info.put("userFullName", "Integration User");
        info.put("userId", people.userId());
        info.put("userLanguage", "en_US");
        info.put("userLocale", "en_US");
        info.put("userName", Tokens.USERNAME);
        info.put("userTimeZone", "GMT");
        info.put("userType", "Standard");
        info.put("userUiSkin", "Theme3");
        StringBuilder xml = new StringBuilder();
        info.forEach((name, value) -> xml.append("<%s>%s</%s>".formatted(name, escaped(value), name)));
        return xml.toString();
    }

    private static Refusal fault(String code, String says) {
        return new Refusal(500, "sf:" + code, code + ": " + says, List.of());
    }

    private static SimResponse fault(String namespace, Refusal refusal) {
        String code = refusal.code();
        String detail = "";
        if (code.startsWith("sf:")) {
            String bare = code.substring(3);
            String kind = bare.equals("INVALID_LOGIN") || bare.equals("INVALID_OPERATION")
                    ? "LoginFault"
                    : "UnexpectedErrorFault";
            detail =
                    "<detail><sf:%s xsi:type=\"sf:%s\"><sf:exceptionCode>%s</sf:exceptionCode><sf:exceptionMessage>%s</sf:exceptionMessage></sf:%s></detail>"
                            .formatted(kind, kind, bare, escaped(refusal.says().substring(bare.length() + 2)), kind);
        }
        String body = "<soapenv:Fault><faultcode>%s</faultcode><faultstring>%s</faultstring>%s</soapenv:Fault>"
                .formatted(code, escaped(refusal.says()), detail);
        // The fault's own children stand in no namespace.
        return text(refusal.status(), """
                <?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" \
                xmlns:sf="urn:fault.%s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>%s</soapenv:Body></soapenv:Envelope>""".formatted(namespace.substring(4), body));
    }

    private static SimResponse envelope(int status, String namespace, String body) {
        return text(status, """
                <?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" \
                xmlns="%s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>%s</soapenv:Body></soapenv:Envelope>""".formatted(namespace, body));
    }

    private static SimResponse text(int status, String xml) {
        return SimResponse.text(status, "text/xml;charset=UTF-8", xml);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
