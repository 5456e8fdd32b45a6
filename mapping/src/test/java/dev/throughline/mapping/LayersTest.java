package dev.throughline.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final String BASE = """
            mapping: acme/customer
            version: 2
            source: https://acme.example/customers
            from: {object: customer}
            to: CustomerAccount/1
            owner: SALES_OPS
            fields:
              name: Name
              status: $lookup("acme.status", Status)
              country: Country
              address: {city: City, country: Country}
            required: [name, status]
            examples:
              - {name: plain, in: {Name: A, Status: On, Country: GB, City: Leeds}, out: {name: A, status: active, country: GB, address: {city: Leeds, country: GB}}}
            """;
    private static final String STATUS =
            "lookup: acme.status\nrows:\n- {key: \"On\", value: active}\n- {key: \"Off\", value: inactive}\n";
    private static final String TENANT = """
            mapping: acme/customer-firm
            version: 5
            extends: acme/customer
            fields:
              name: Legal_Name
              address: {street: Street}
            examples:
              - {name: legal name, in: {Legal_Name: A Ltd, Status: On}, out: {name: A Ltd, status: active}}
            """;
    private static final String UK = """
            mapping: acme/customer-uk
            version: 1
            extends: acme/customer
            layer: {legalEntity: UK}
            owner: FINANCE_OPS
            fields:
              taxRegistration: VAT
              country: null
            examples:
              - {name: VAT, in: {Legal_Name: A Ltd, Status: On, VAT: GB1, Country: GB}, out: {name: A Ltd, status: active, taxRegistration: GB1, address: {country: GB}}}
            """;
    private static final String UK_STATUS =
            "lookup: acme.status\nlayer: {legalEntity: UK}\nrows:\n- {key: \"Off\", value: prospect}\n- {key: \"Other\", value: prospect}\n";

    private static Mapped map(MappingSet set, Scope scope, Map<String, Object> payload) {
        InboundMapping mapping = set.inbound("acme", "customer", scope).getFirst();
        return mapping.map(new SourceRecord(
                mapping.objectType(), new dev.throughline.model.ExternalId("C1"), Map.copyOf(payload), Sets.DAY));
    }

    private static Scope entity(String code) {
        return new Scope(Optional.empty(), Optional.of(code));
    }

    @Test
    void later_layers_replace_field_by_field_and_row_by_row() {
        MappingSet set = Sets.of(BASE, STATUS, TENANT, UK, UK_STATUS);
        assertThat(ExampleRunner.run(set))
                .as("each example holds with its own layer and those under it")
                .hasSize(3)
                .allMatch(ExampleRunner.Result::passed);
        assertThat(set.inbound("acme", "customer", Scope.FIRM).getFirst().version())
                .isEqualTo("2+5");
        assertThat(set.inbound("acme", "customer", entity("UK")).getFirst().version())
                .isEqualTo("2+5+1");
        Map<String, Object> off = Map.of("Legal_Name", "A", "Status", "Off", "VAT", "GB1", "Country", "GB");
        assertThat(map(set, Scope.FIRM, off))
                .isInstanceOfSatisfying(
                        Mapped.Produced.class,
                        produced -> assertThat(produced.attributes())
                                .containsEntry("status", "inactive")
                                .containsEntry("country", "GB")
                                .doesNotContainKey("taxRegistration"));
        assertThat(map(set, entity("UK"), off))
                .isInstanceOfSatisfying(
                        Mapped.Produced.class,
                        produced -> assertThat(produced.attributes())
                                .containsEntry("status", "prospect")
                                .containsEntry("taxRegistration", "GB1")
                                .doesNotContainKey("country"));
        assertThat(map(set, entity("DE"), off)).isEqualTo(map(set, Scope.FIRM, off));
    }

    @Test
    void a_layer_gives_its_own_owner() {
        MappingSet set = Sets.of(BASE, STATUS, TENANT, UK, UK_STATUS);
        assertThat(map(set, entity("UK"), Map.of("Status", "Gone")))
                .isInstanceOfSatisfying(
                        Mapped.Failed.class,
                        failed -> assertThat(failed.problems())
                                .extracting(MappingProblem::code, MappingProblem::owner)
                                .containsExactly(
                                        org.assertj.core.groups.Tuple.tuple("LOOKUP_MISSING", "FINANCE_OPS"),
                                        org.assertj.core.groups.Tuple.tuple("FIELD_MISSING", "FINANCE_OPS")));
    }

    @Test
    void the_version_of_a_set_changes_with_any_file_and_not_with_their_order() {
        assertThat(Sets.of(BASE, STATUS).version())
                .isEqualTo(Sets.of(STATUS, BASE).version());
        assertThat(Sets.of(BASE, STATUS, TENANT).version())
                .isNotEqualTo(Sets.of(BASE, STATUS).version());
    }

    @Test
    void a_second_document_of_one_name_is_refused_with_the_way_out() {
        assertThat(Sets.refused(BASE, STATUS, BASE))
                .singleElement()
                .asString()
                .contains("acme/customer is also in file1.yaml", "'extends: acme/customer'");
    }

    @Test
    void a_layer_over_nothing_or_over_a_layer_is_refused() {
        assertThat(Sets.refused(TENANT))
                .singleElement()
                .asString()
                .contains("extends acme/customer, which does not exist");
        assertThat(Sets.refused(
                        BASE, STATUS, TENANT, UK.replace("extends: acme/customer", "extends: acme/customer-firm")))
                .singleElement()
                .asString()
                .contains("is itself a layer; extend acme/customer");
    }

    @Test
    void a_mistake_in_a_layer_is_told_of_the_layers_file() {
        assertThat(Sets.refused(BASE, STATUS, TENANT.replace("Legal_Name\n", "Legal_Name &\n")))
                .singleElement()
                .asString()
                .startsWith("file3.yaml:5, fields.name: Legal_Name & is not JSONata");
    }

    @Test
    void a_row_that_two_files_of_one_layer_give_is_refused() {
        assertThat(Sets.refused(STATUS, STATUS))
                .anyMatch(p -> p.toString().contains("gives 'On' a value that another file"));
    }

    @Test
    void rows_edited_in_the_hub_hold_over_all_others() {
        var edited = MappingSource.edited("hub", "lookup: acme.status\nrows: [{key: \"Off\", value: active}]");
        var set = ((MappingSet.Loaded.Ready) MappingSet.load(
                        List.of(MappingSource.ofTenant("a", STATUS), MappingSource.ofTenant("b", UK_STATUS), edited)))
                .set();
        assertThat(set.lookups(entity("UK")).find("acme.status", "Off", Sets.DAY))
                .contains("active");
        assertThat(set.lookups(entity("UK")).find("acme.status", "Other", Sets.DAY))
                .contains("prospect");
    }
}
