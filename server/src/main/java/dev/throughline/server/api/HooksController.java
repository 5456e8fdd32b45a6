package dev.throughline.server.api;

import dev.throughline.connector.spi.Webhooks;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.capture.UnknownSystem;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.server.Rooms;
import dev.throughline.server.Tenants;
import dev.throughline.server.web.ApiProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The doors for vendors' notices. The system's connector proves that a notice is authentic; what it brought is durable before the vendor is told that we have it. Why one
 * was refused stands in our log and is not told to the sender.
 */
@RestController
final class HooksController {
    private static final Logger LOG = LoggerFactory.getLogger(HooksController.class);

    private final Capture capture;
    private final Tenants tenants;
    private final InstantSource clock;

    HooksController(Rooms rooms, Tenants tenants, InstantSource clock) {
        this.capture = rooms.capture();
        this.tenants = tenants;
        this.clock = clock;
    }

    @RequestMapping(
            path = "/hooks/{tenant}/{system}",
            method = {RequestMethod.POST, RequestMethod.GET})
    ResponseEntity<byte[]> receive(@PathVariable String tenant, @PathVariable String system, HttpServletRequest request)
            throws IOException {
        var tenantId = new TenantId(tenant);
        var systemId = new SystemId(system);
        if (!tenants.has(tenantId, systemId)) {
            throw unknown();
        }
        try {
            return answer(system, capture.webhook(tenantId, systemId, request(request)));
        } catch (UnknownSystem takesNoNotices) {
            throw unknown();
        }
    }

    private static ResponseEntity<byte[]> answer(String system, Webhooks.Outcome outcome) {
        return switch (outcome) {
            case Webhooks.Outcome.Accepted accepted -> sent(accepted.answer());
            case Webhooks.Outcome.Challenge challenge -> sent(challenge.answer());
            case Webhooks.Outcome.Refused(int status, String reason) -> {
                LOG.warn("a notice for {} was refused with {}: {}", system, status, reason);
                throw new ApiProblem(
                        status,
                        "NOTICE_REFUSED",
                        "The notice was refused",
                        "Check the signing secret and the format that the connector's README names");
            }
        };
    }

    private static ResponseEntity<byte[]> sent(Webhooks.Answer answer) {
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.parseMediaType(answer.contentType()))
                .body(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private Webhooks.Request request(HttpServletRequest request) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name));
        }
        Map<String, String> query = UriComponentsBuilder.newInstance()
                .query(request.getQueryString())
                .build()
                .getQueryParams()
                .toSingleValueMap();
        return new Webhooks.Request(
                request.getMethod(),
                request.getRequestURI(),
                decoded(query),
                headers,
                request.getInputStream().readAllBytes(),
                clock.instant());
    }

    private static Map<String, String> decoded(Map<String, String> query) {
        Map<String, String> all = new HashMap<>();
        query.forEach((name, value) ->
                all.put(name, value == null ? "" : java.net.URLDecoder.decode(value, StandardCharsets.UTF_8)));
        return all;
    }

    private static ApiProblem unknown() {
        return ApiProblem.notFound(
                "UNKNOWN_SYSTEM",
                "No system takes notices at this address",
                "The address is /hooks/{tenant}/{system}, with the names of the workspace");
    }
}
