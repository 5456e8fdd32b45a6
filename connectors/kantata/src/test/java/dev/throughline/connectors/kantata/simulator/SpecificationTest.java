package dev.throughline.connectors.kantata.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.testkit.VendorSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The simulator's resources against the list of attributes in the vendor's own client. */
class SpecificationTest {
    private static final Pattern RESOURCE = Pattern.compile("(\\w+):.*");
    private static final Pattern SECTION = Pattern.compile("\\s+(\\w+):\\s*");
    private static final Pattern ITEM = Pattern.compile("\\s+- '?(\\w+).*");
    private static final Pattern KEY = Pattern.compile("\\s+foreign_key: (\\w+).*");

    /** What the vendor's pages name and its client's list does not. */
    private static final Set<String> ON_PAGES_ONLY = Set.of(
            "workspaces.lock_date",
            "workspaces.total_invoiced",
            "workspaces.minutes_logged",
            "project_template_assignments.role_id",
            "timesheet_submissions.resolution_ids",
            "expenses.approved",
            "expenses.invoice_id",
            "expense_report_submissions.start_date",
            "expense_report_submissions.end_date",
            "invoices.total_in_cents",
            "invoices.external_payment_ids",
            "invoices.custom_field_value_ids",
            "custom_fields.subject_type");

    @Test
    void every_attribute_of_every_resource_is_one_that_the_vendor_lists() throws IOException {
        Map<String, Set<String>> listed = listed();
        Set<String> unknown = new TreeSet<>();
        KindFile.load().values().stream()
                .filter(kind -> listed.containsKey(kind.collection()))
                .forEach(kind -> kind.attributes().keySet().stream()
                        .filter(a -> !listed.getOrDefault(kind.collection(), Set.of())
                                .contains(a))
                        .forEach(a -> unknown.add(kind.collection() + "." + a)));
        assertThat(listed).hasSizeGreaterThan(50);
        assertThat(unknown).isEqualTo(new TreeSet<>(ON_PAGES_ONLY));
    }

    // Lists of attributes and foreign keys by resource. Not read as YAML: some keys of the file are lists, which no
    // JSON-like reader takes.
    private static Map<String, Set<String>> listed() throws IOException {
        Map<String, Set<String>> listed = new LinkedHashMap<>();
        Set<String> current = new HashSet<>();
        boolean attributes = false;
        for (String line : Files.readAllLines(VendorSpecification.find("kantata", "specification.yml"))) {
            Matcher resource = RESOURCE.matcher(line);
            Matcher section = SECTION.matcher(line);
            Matcher item = ITEM.matcher(line);
            Matcher key = KEY.matcher(line);
            if (resource.matches()) {
                current = listed.computeIfAbsent(resource.group(1), _ -> new HashSet<>());
            } else if (section.matches()) {
                attributes = section.group(1).endsWith("attributes");
            } else if (key.matches()) {
                current.add(key.group(1));
            } else if (item.matches() && attributes) {
                current.add(item.group(1));
            }
        }
        return listed;
    }
}
