package dev.throughline.hub.workspace;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One tenant's configuration, already checked.
 *
 * @param policies by policy record name, such as {@code QuoteToProjectPolicy}: attribute to value, as the YAML states them
 * @param workflows by the name of the workflow; one that is not named is live
 * @param mappings folder of the tenant's own mapping documents and lookups, laid over the connectors' defaults
 * @param digest   SHA-256 over everything read, for the audit
 */
public record Workspace(
        TenantId tenant,
        List<SystemConfig> systems,
        Ownership ownership,
        Map<String, Map<String, Object>> policies,
        Map<String, WorkflowMode> workflows,
        Optional<Path> mappings,
        String digest) {

    /** All workflows live. */
    public Workspace(
            TenantId tenant,
            List<SystemConfig> systems,
            Ownership ownership,
            Map<String, Map<String, Object>> policies,
            Optional<Path> mappings,
            String digest) {
        this(tenant, systems, ownership, policies, Map.of(), mappings, digest);
    }

    /**
     * @param settings  with secrets resolved; never printed
     * @param serves    codes of the legal entities that are routed here; empty for all
     * @param limits    the share of the vendor's limits that the hub may use; empty for the connector's own figures
     * @param poll      how often each source is read
     */
    public record SystemConfig(
            SystemId id,
            String kind,
            Role role,
            Map<String, String> settings,
            Set<String> serves,
            Optional<Capabilities.Limits> limits,
            Duration poll) {
        @Override
        public String toString() {
            return "SystemConfig[" + id + ", " + kind + ", " + role + "]";
        }
    }

    /**
     * Who owns what.
     *
     * @param rules canonical type, then attribute (or {@code *}), to the owner: a role in lower case, a system's id, or {@code any}
     */
    public record Ownership(Map<String, Map<String, String>> rules, OnForeignChange onForeignChange) {}

    /** What happens to a change of an attribute by a system that does not own it. */
    public enum OnForeignChange {
        IGNORE,
        RAISE
    }
}
