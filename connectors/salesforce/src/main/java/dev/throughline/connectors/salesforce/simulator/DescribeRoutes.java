package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimResponse;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What objects there are, and what fields they have. */
final class DescribeRoutes {
    private static final int NUMBER_DIGITS_MAX = 18;

    private final Org org;
    private final References references;

    DescribeRoutes(Org org) {
        this.org = org;
        this.references = new References(org);
    }

    SimResponse global(Call call) {
        if (!call.method().equals("GET")) {
            throw call.notAllowed("GET");
        }
        ObjectNode node = Wire.object();
        node.put("encoding", "UTF-8");
        node.put("maxBatchSize", 200);
        ArrayNode objects = node.putArray("sobjects");
        org.schema().objects().forEach(o -> objects.add(head(call, o)));
        return Wire.json(node);
    }

    SimResponse basic(Call call, ObjectDef type) {
        ObjectNode node = Wire.object();
        node.set("objectDescribe", head(call, type));
        node.putArray("recentItems");
        return Wire.json(node);
    }

    SimResponse object(Call call, ObjectDef type) {
        ObjectNode node = head(call, type);
        org.read(o -> {
            ArrayNode fields = node.putArray("fields");
            type.fields().forEach(f -> fields.add(field(f)));
            ArrayNode children = node.putArray("childRelationships");
            o.schema().children(type).forEach(c -> {
                ObjectNode child = children.addObject();
                child.put("childSObject", c.object().name());
                child.put("field", c.via().name());
                child.put("relationshipName", c.via().childName());
                child.put("cascadeDelete", c.via().has("required"));
            });
            return node;
        });
        node.putArray("recordTypeInfos");
        return Wire.json(node);
    }

    private static ObjectNode head(Call call, ObjectDef type) {
        boolean writable = !type.has("readonly");
        ObjectNode node = Wire.object();
        node.put("name", type.name());
        node.put("label", type.name());
        node.put("labelPlural", type.name() + "s");
        node.put("keyPrefix", type.prefix());
        node.put("custom", type.name().endsWith("__c"));
        node.put("createable", writable);
        node.put("updateable", writable);
        node.put("deletable", writable && type.deletable());
        node.put("queryable", true);
        node.put("retrieveable", true);
        node.put("replicateable", type.deletable());
        ObjectNode urls = node.putObject("urls");
        String base = call.base() + "/sobjects/" + type.name();
        urls.put("sobject", base);
        urls.put("describe", base + "/describe");
        urls.put("rowTemplate", base + "/{ID}");
        return node;
    }

    private ObjectNode field(FieldDef field) {
        boolean required =
                field.has("required") || field.type() == FieldDef.Type.BOOLEAN || field.type() == FieldDef.Type.ID;
        boolean numeric = field.type().numeric();
        ObjectNode node = Wire.object();
        node.put("name", field.name());
        node.put("label", field.label());
        node.put("type", field.type().wire());
        node.put("length", field.type().textual() ? field.length() : 0);
        node.put(
                "precision",
                numeric && field.type() != FieldDef.Type.INT
                        ? Math.min(NUMBER_DIGITS_MAX, field.length() + field.scale())
                        : 0);
        node.put("digits", field.type() == FieldDef.Type.INT ? field.length() : 0);
        node.put("scale", field.scale());
        node.put("nillable", !required);
        node.put("createable", field.createable());
        node.put("updateable", field.updateable());
        node.put(
                "defaultedOnCreate",
                field.type() == FieldDef.Type.BOOLEAN
                        || Set.of("OwnerId", "CurrencyIsoCode", "Status").contains(field.name()));
        node.put("custom", field.custom());
        node.put("externalId", field.has("externalId"));
        node.put("idLookup", field.has("externalId") || field.type() == FieldDef.Type.ID);
        node.put("unique", field.has("unique"));
        node.put("caseSensitive", false);
        node.put("filterable", field.type() != FieldDef.Type.ADDRESS);
        node.put("sortable", field.type() != FieldDef.Type.ADDRESS);
        node.put("groupable", field.type().textual());
        node.put("calculated", false);
        node.put("restrictedPicklist", field.has("restricted"));
        if (field.type() == FieldDef.Type.REF) {
            node.putArray("referenceTo").add(field.target());
            node.put("relationshipName", field.relationship());
        } else {
            node.putArray("referenceTo");
            node.putNull("relationshipName");
        }
        ArrayNode values = node.putArray("picklistValues");
        for (String value : references.allowed(field)) {
            values.addObject()
                    .put("active", true)
                    .put("defaultValue", false)
                    .put("label", value)
                    .put("value", value);
        }
        return node;
    }
}
