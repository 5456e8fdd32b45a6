package dev.throughline.connectors.kantata;

import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.testkit.Vendor;
import dev.throughline.connectors.kantata.simulator.KantataSimulator;
import dev.throughline.model.ObjectType;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Kantata for the conformance suite: time entries are read, projects are written. */
final class Kantata implements Vendor {
    @Override
    public Simulator simulator() {
        return new KantataSimulator();
    }

    @Override
    public ConnectorFactory factory() {
        return new KantataFactory();
    }

    @Override
    public ReadTarget reading() {
        return new TimeEntries();
    }

    @Override
    public Optional<WriteTarget> writing() {
        return Optional.of(new Projects());
    }

    private static final class TimeEntries implements ReadTarget {
        @Override
        public ObjectType object() {
            return new ObjectType("time_entries");
        }

        @Override
        public String operation() {
            return "GET /api/v1/time_entries";
        }

        @Override
        public Map<String, Object> fields(Map<String, String> seeded, int n) {
            return Map.of(
                    "workspace_id",
                    seeded.getOrDefault("project-harrow-erp", ""),
                    "user_id",
                    seeded.getOrDefault("consultant-amara", ""),
                    "date_performed",
                    "2026-02-27",
                    "time_in_minutes",
                    30 + n,
                    "notes",
                    "entry " + n);
        }

        @Override
        public String textField() {
            return "notes";
        }
    }

    private static final class Projects implements WriteTarget {
        @Override
        public ObjectType object() {
            return new ObjectType("workspaces");
        }

        @Override
        public String operation() {
            return "POST /api/v1/workspaces";
        }

        @Override
        public JsonNode body(Map<String, String> seeded, int n) {
            return plain("Project " + n).put("currency", "EUR");
        }

        @Override
        public JsonNode refusedBody(Map<String, String> seeded) {
            return plain("Refused").put("currency", "XXY");
        }

        private static ObjectNode plain(String title) {
            return JsonNodeFactory.instance.objectNode().put("title", title).put("creator_role", "maven");
        }

        @Override
        public String textField() {
            return "description";
        }
    }
}
