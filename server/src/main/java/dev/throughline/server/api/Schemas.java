package dev.throughline.server.api;

import dev.throughline.hub.Asks;
import dev.throughline.hub.audit.Audit;
import dev.throughline.hub.billing.BillingRuns;
import dev.throughline.hub.deals.Deals;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.explain.Explainer;
import dev.throughline.hub.observe.Observer;
import dev.throughline.hub.shadow.Shadows;
import dev.throughline.hub.thread.Threads;
import dev.throughline.hub.whatif.WhatIf;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON Schemas of requests (written down here) and of answers (read off the records that are answered, so that they cannot drift apart). */
final class Schemas {
    private Schemas() {}

    static Map<String, Object> all() {
        var all = new LinkedHashMap<String, Object>();
        requests(all);
        answers(all);
        return all;
    }

    private static void requests(Map<String, Object> all) {
        all.put(
                "Change",
                object(
                        Map.of(
                                "system",
                                text(),
                                "objectType",
                                text(),
                                "externalId",
                                text(),
                                "operation",
                                Map.of("type", "string", "enum", List.of("upserted", "deleted", "touched")),
                                "occurredAt",
                                instant(),
                                "version",
                                Map.of("type", List.of("integer", "string")),
                                "payload",
                                Map.of("type", "object")),
                        "system",
                        "objectType",
                        "externalId"));
        all.put(
                "Changes",
                Map.of(
                        "oneOf",
                        List.of(
                                OpenApi.ref("Change"),
                                object(
                                        Map.of(
                                                "changes",
                                                Map.of(
                                                        "type",
                                                        "array",
                                                        "minItems",
                                                        1,
                                                        "maxItems",
                                                        1000,
                                                        "items",
                                                        OpenApi.ref("Change"))),
                                        "changes"))));
        all.put("CreateProjectFromWonOpportunity", object(Map.of("opportunity", text()), "opportunity"));
        all.put(
                "PublishApprovedTimeForBilling",
                object(Map.of("project", text(), "through", date()), "project", "through"));
        all.put("BillingRunAsked", object(Map.of("through", date(), "project", text()), "through"));
        corrections(all);
        all.put("ActivateContract", object(Map.of("contract", text()), "contract"));
        all.put(
                "PostIntercompany",
                object(
                        Map.of("provider", text(), "receiver", text(), "month", date()),
                        "provider",
                        "receiver",
                        "month"));
        all.put("ReportMargins", object(Map.of("project", text())));
        all.put("MoveProject", object(Map.of("project", text(), "reason", text()), "project", "reason"));
        all.put("SyncInvoiceStatus", object(Map.of("invoice", text()), "invoice"));
        all.put(
                "RetryProcess",
                object(Map.of("processType", text(), "processKey", text()), "processType", "processKey"));
        all.put(
                "ApproveProcess",
                object(
                        Map.of("processType", text(), "processKey", text(), "what", text()),
                        "processType",
                        "processKey",
                        "what"));
        all.put(
                "SkipProcess",
                object(
                        Map.of("processType", text(), "processKey", text(), "reason", text()),
                        "processType",
                        "processKey",
                        "reason"));
        all.put("Filter", object(Map.of("domain", text(), "owner", text(), "code", text(), "search", text())));
        all.put("Versioned", object(Map.of("version", whole())));
        all.put(
                "Correction",
                object(
                        Map.of(
                                "version",
                                whole(),
                                "reason",
                                text(),
                                "corrections",
                                Map.of("type", "object", "minProperties", 1, "maxProperties", 50)),
                        "reason",
                        "corrections"));
        all.put("Reasoned", object(Map.of("version", whole(), "reason", text()), "reason"));
        all.put("Assignment", object(Map.of("version", whole(), "to", text()), "to"));
        all.put("Window", object(Map.of("from", date(), "to", date())));
        all.put("Repair", object(Map.of("difference", text()), "difference"));
        all.put("LookupRow", object(Map.of("value", text(), "reason", text()), "value", "reason"));
        all.put("Replay", replay());
        all.put("ReasonOnly", object(Map.of("reason", text()), "reason"));
        all.put(
                "WhatIf",
                object(
                        Map.of(
                                "from",
                                date(),
                                "to",
                                date(),
                                "workspace",
                                text(),
                                "policies",
                                text(),
                                "mappings",
                                Map.of("type", "object", "additionalProperties", text())),
                        "from",
                        "to"));
        all.put("Nothing", object(Map.of()));
    }

    private static void corrections(Map<String, Object> all) {
        var adjust = Map.<String, Object>of("type", "string", "enum", List.of("adjust", "keep"));
        var approve = Map.<String, Object>of("type", "string", "enum", List.of("approve", "reject"));
        all.put(
                "DecideCorrections",
                object(
                        Map.of("project", text(), "source", text(), "decision", adjust, "reason", text()),
                        "project",
                        "decision",
                        "reason"));
        all.put(
                "CreditInvoice",
                object(
                        Map.of("invoice", text(), "rebill", Map.of("type", "boolean"), "reason", text()),
                        "invoice",
                        "reason"));
        all.put("BillAgain", object(Map.of("invoice", text(), "reason", text()), "invoice", "reason"));
        for (String name : List.of("WriteOff", "TakeBackWriteOff")) {
            all.put(name, object(Map.of("project", text(), "source", text(), "reason", text()), "project", "reason"));
        }
        all.put(
                "DecideWriteOff",
                object(
                        Map.of("project", text(), "number", whole(), "decision", approve),
                        "project",
                        "number",
                        "decision"));
    }

    /** From translate by position, or system and object type; from decide by any that is given. */
    private static Map<String, Object> replay() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("from", Map.of("type", "string", "enum", List.of("translate", "decide")));
        for (String name :
                List.of("position", "system", "objectType", "fate", "mapping", "record", "event", "reason")) {
            properties.put(name, text());
        }
        properties.put("exception", whole());
        properties.put("since", instant());
        properties.put("until", instant());
        properties.put("dryRun", Map.of("type", "boolean"));
        return object(properties);
    }

    private static void answers(Map<String, Object> all) {
        all.put("Overview", of(Observer.Overview.class));
        all.put(
                "Receipts",
                Map.of(
                        "type",
                        "object",
                        "description",
                        "for one change: status and position; for many: counts, and 'results' in the order of the request"));
        all.put("Asked", object(Map.of("event", text(), "correlationId", text()), "event", "correlationId"));
        all.put("WhatIfJob", of(WhatIf.Job.class));
        all.put("WorkflowModes", of(ShadowController.Modes.class));
        all.put("ShadowComparison", of(Shadows.Report.class));
        all.put("Margins", of(OutlookView.Margins.class));
        all.put("MarginsReported", object(Map.of("projects", whole()), "projects"));
        all.put("Revenue", of(OutlookView.Revenue.class));
        all.put("Forecast", of(OutlookView.Ahead.class));
        all.put("DealVerdict", of(Deals.Judged.class));
        all.put("DealAsked", of(DealsController.DealAsked.class));
        all.put("BillingPreview", of(BillingRuns.Preview.class));
        all.put("BillingRun", of(BillingRuns.Run.class));
        all.put("BillingRuns", of(BillingController.Page.class));
        all.put("Hits", object(Map.of("hits", list(of(Threads.Hit.class))), "hits"));
        all.put("Story", of(Threads.Story.class));
        all.put("Explanation", of(Explainer.Explanation.class));
        all.put("Exception", of(Exceptions.Item.class));
        all.put("ExceptionPage", of(Exceptions.Page.class));
        all.put("ExceptionGroups", object(Map.of("groups", list(of(Exceptions.Group.class))), "groups"));
        all.put("Report", of(ReconciliationController.Report.class));
        all.put("Conservation", of(ReconciliationController.Conservation.class));
        all.put("Systems", object(Map.of("systems", list(of(Observer.SystemHealth.class))), "systems"));
        all.put("AuditPage", of(AuditController.Page.class));
        all.put("Verdict", of(Audit.Verdict.class));
        all.put("AuditLines", text());
        all.put("Replaying", of(Asks.Waiting.class));
        all.put("Count", object(Map.of("count", whole()), "count"));
        all.put("Done", object(Map.of("done", text()), "done"));
        all.put("OpenApi", Map.of("type", "object"));
        all.put("Problem", problem());
    }

    private static Map<String, Object> problem() {
        return Map.of(
                "type",
                "object",
                "required",
                List.of("type", "title", "status", "code", "detail", "remedy"),
                "properties",
                Map.of(
                        "type",
                        text(),
                        "title",
                        text(),
                        "status",
                        whole(),
                        "code",
                        text(),
                        "detail",
                        text(),
                        "remedy",
                        text(),
                        "instance",
                        text(),
                        "correlationId",
                        text(),
                        "errors",
                        list(object(
                                Map.of("field", text(), "code", text(), "says", text()), "field", "code", "says"))));
    }

    private static Map<String, Object> object(Map<String, ?> properties, String... required) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", List.of(required));
        schema.put("additionalProperties", false);
        return schema;
    }

    /** Of a record: what is Optional may be absent, everything else is there. */
    static Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? Map.of("type", "object", "additionalProperties", of(of[1]))
                    : generic.getRawType() == List.class ? list(of(of[0])) : of(of[0]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(plain);
        }
        if (plain == long.class || plain == int.class || plain == Long.class) {
            return whole();
        }
        return plain == boolean.class
                ? Map.of("type", "boolean")
                : plain == Instant.class
                        ? instant()
                        : plain == LocalDate.class ? date() : plain == BigDecimal.class ? decimal() : text();
    }

    private static Map<String, Object> record(Class<?> type) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(component.getName(), of(component.getGenericType()));
            if (component.getType() != Optional.class) {
                required.add(component.getName());
            }
        }
        return Map.of("type", "object", "properties", properties, "required", required);
    }

    private static Map<String, Object> list(Map<String, Object> items) {
        return Map.of("type", "array", "items", items);
    }

    private static Map<String, Object> text() {
        return Map.of("type", "string");
    }

    private static Map<String, Object> whole() {
        return Map.of("type", "integer");
    }

    private static Map<String, Object> date() {
        return Map.of("type", "string", "format", "date");
    }

    private static Map<String, Object> instant() {
        return Map.of("type", "string", "format", "date-time");
    }

    private static Map<String, Object> decimal() {
        return Map.of("type", "string", "pattern", "^-?[0-9]+(\\.[0-9]+)?$");
    }
}
