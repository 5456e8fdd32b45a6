package dev.throughline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    @Test
    void every_workflow_has_a_name_of_its_own_and_sealed_states() {
        assertThat(Processes.all()).extracting(Process::type).doesNotHaveDuplicates();
        assertThat(Processes.all()).allMatch(process -> process.stateType().isSealed());
    }

    @Test
    void each_policy_is_there_once() {
        assertThat(Processes.policies()).extracting(Object::getClass).doesNotHaveDuplicates();
    }

    @Test
    void a_derived_id_is_the_same_for_the_same_parts_in_the_same_order_only() {
        Ref<Project> one = DerivedRef.of(Project.class, "a", "b");
        assertThat(one.id()).matches("prj_[0-9a-v]{26}");
        assertThat(DerivedRef.of(Project.class, "a", "b")).isEqualTo(one);
        assertThat(DerivedRef.of(Project.class, "b", "a")).isNotEqualTo(one);
    }
}
