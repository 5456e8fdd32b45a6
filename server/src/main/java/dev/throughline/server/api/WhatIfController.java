package dev.throughline.server.api;

import dev.throughline.hub.whatif.WhatIf;
import dev.throughline.hub.whatif.WhatIf.Change;
import dev.throughline.hub.whatif.WhatIf.Question;
import dev.throughline.hub.workspace.BadWorkspace;
import dev.throughline.server.Rooms;
import dev.throughline.server.security.Caller;
import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.Body;
import dev.throughline.server.web.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What a past period would have been billed under another mapping or other policies. */
@RestController
@RequestMapping("/api/v1/what-if")
final class WhatIfController {
    private static final int TEXT_MAX = 1_000_000;
    private static final int FILES_MAX = 500;

    private final WhatIf whatIf;
    private final Body body;

    WhatIfController(Rooms rooms, Body body) {
        this.whatIf = rooms.whatIf();
        this.body = body;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    WhatIf.Job begin(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        LocalDate from = fields.date("from");
        LocalDate to = fields.date("to");
        Optional<String> workspace = fields.optionalText("workspace", TEXT_MAX);
        Optional<String> policies = fields.optionalText("policies", TEXT_MAX);
        Map<String, String> mappings = files(fields);
        fields.done();
        Caller caller = Callers.caller();
        try {
            var question = new Question(from, to, new Change(workspace, policies, mappings));
            String id = whatIf.begin(caller.tenant(), question, caller.name());
            return whatIf.job(caller.tenant(), id).orElseThrow();
        } catch (WhatIf.Busy busy) {
            throw new ApiProblem(409, "WHAT_IF_UNDER_WAY", busy.getMessage(), "Wait for it, then ask again");
        } catch (IllegalArgumentException | BadWorkspace wrong) {
            throw new ApiProblem(
                    422,
                    "CHANGE_UNUSABLE",
                    String.valueOf(wrong.getMessage()),
                    "Correct the mapping, the policies or the days; ./throughline check finds such mistakes in a workspace");
        }
    }

    private static Map<String, String> files(Fields fields) {
        Map<String, String> files = new LinkedHashMap<>();
        fields.any("mappings").ifPresent(node -> {
            if (!node.isObject() || node.size() > FILES_MAX) {
                fields.wrong(
                        "mappings",
                        "WRONG_TYPE",
                        "must be an object of at most %d files: name to text".formatted(FILES_MAX));
                return;
            }
            for (Map.Entry<String, JsonNode> file : node.properties()) {
                if (!file.getValue().isString() || file.getValue().stringValue().length() > TEXT_MAX) {
                    fields.wrong("mappings", "WRONG_VALUE", "'%s' must be the text of a file".formatted(file.getKey()));
                } else {
                    files.put(file.getKey(), file.getValue().stringValue());
                }
            }
        });
        return files;
    }

    @GetMapping("/{id}")
    WhatIf.Job job(@PathVariable String id) {
        return whatIf.job(Callers.caller().tenant(), id)
                .orElseThrow(() -> ApiProblem.notFound(
                        "UNKNOWN_WHAT_IF",
                        "There is no what-if %s; a hub keeps the newest ten until it ends".formatted(id),
                        "Ask again: POST /api/v1/what-if"));
    }
}
