package dev.throughline.server.api;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API's description, made from the same table that security reads. */
@RestController
final class OpenApiController {
    private final Map<String, Object> document = OpenApi.document();

    @GetMapping("/api/v1/openapi.json")
    Map<String, Object> document() {
        return document;
    }
}
