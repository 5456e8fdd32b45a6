package dev.throughline.processes;

import static dev.throughline.processes.testing.Firm.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Assignment;
import dev.throughline.model.BillingModel;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.WbsElement;
import dev.throughline.model.event.CanonicalEvent.Header;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FinancialAttributesTest {
    private static final SystemId PSA = new SystemId("psa");

    @Test
    void every_attribute_named_is_one_of_its_type_and_stands_in_the_docs() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "concepts.md"));
        FinancialAttributes.OF.forEach((type, attributes) -> {
            var parts = Arrays.stream(type.javaType().getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList();
            assertThat(parts).as(type.typeName()).containsAll(attributes);
            attributes.forEach(one -> assertThat(page).contains("`" + one + "`"));
        });
    }

    @Test
    void an_operational_edit_concerns_no_workflow_at_all() {
        var facts = delivering(BillingModel.TIME_AND_MATERIALS)
                .existing(Role.PSA, PROJECT)
                .existing(Role.ERP, PROJECT);
        var task = new Ref<WbsElement>("wbs_1");
        var booking = new Ref<Assignment>("asg_1");
        var edits = Map.<Ref<?>, Set<String>>of(
                PROJECT,
                Set.of("template"),
                task,
                Set.of("name", "estimate"),
                booking,
                Set.of("hours", "endsOn", "role"));
        var objects = Map.<Ref<?>, CanonicalObject>of(PROJECT, project(), task, task(), booking, booking());
        edits.forEach((ref, changed) -> {
            var event = new ObjectChanged(
                    new Header("e1", Instant.parse("2026-04-01T08:00:00Z"), "thread"),
                    CanonicalType.ofId(ref.id()),
                    ref,
                    Optional.of(objects.get(ref)),
                    Optional.of(objects.get(ref)),
                    changed,
                    PSA);
            for (var process : Processes.all()) {
                assertThat(process.concernedBy(event, facts))
                        .as("%s hears of %s of %s", process.type(), changed, ref)
                        .isEmpty();
            }
        });
    }

    private static WbsElement task() {
        return new WbsElement(
                PROJECT,
                "Workshop",
                WbsElement.Kind.TASK,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(BigDecimal.TEN),
                true);
    }

    private static Assignment booking() {
        return new Assignment(
                PROJECT, ANN, Optional.of("consultant"), START, LocalDate.of(2026, 4, 1), BigDecimal.TEN, true);
    }
}
