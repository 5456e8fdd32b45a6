package dev.throughline.hub.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.translate.ObjectStore;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a batch finds by an attribute: the same whether it was asked for alone or among many, and as its own decisions left it. */
class FindsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TenantId FIRM = new TenantId("firm");
    private static final String BY_CONTRACT = "Project.contract";
    private static final UnaryOperator<ObjectStore.Row> AS_STORED = UnaryOperator.identity();

    private final Transactions transactions = new Transactions(DATABASE.source());

    @BeforeEach
    void three_projects_of_two_contracts() {
        DATABASE.execute("TRUNCATE canonical_object");
        List<ObjectStore.Row> rows = Stream.of(
                        project("prj_1", "ctr_a"), project("prj_2", "ctr_a"), project("prj_3", "ctr_b"))
                .toList();
        transactions.run(c -> {
            var fresh = new HashSet<>(rows.stream().map(ObjectStore.Row::id).toList());
            ObjectStore.save(c, FIRM, rows, fresh, Instant.parse("2026-03-02T09:00:00Z"));
            return true;
        });
    }

    @Test
    void many_values_at_once_answer_what_each_alone_does() {
        assertThat(after(_ -> {}, "ctr_a")).containsExactly("prj_1", "prj_2");
        assertThat(after(finds -> finds.load(BY_CONTRACT, List.of("ctr_a", "ctr_b", "ctr_none"), AS_STORED), "ctr_a"))
                .containsExactly("prj_1", "prj_2");
        assertThat(after(
                        finds -> finds.load(BY_CONTRACT, List.of("ctr_a", "ctr_b", "ctr_none"), AS_STORED), "ctr_none"))
                .isEmpty();
    }

    @Test
    void what_a_decision_moved_is_found_where_it_is_now_and_nowhere_else() {
        Moving move = finds -> {
            finds.load(BY_CONTRACT, List.of("ctr_a", "ctr_b"), AS_STORED);
            finds.replaced(Optional.of(project("prj_1", "ctr_a")), project("prj_1", "ctr_b"));
        };
        assertThat(after(move, "ctr_a")).containsExactly("prj_2");
        assertThat(after(move, "ctr_b")).containsExactly("prj_1", "prj_3");
    }

    @Test
    void what_a_decision_made_is_found_by_those_who_asked_before_it() {
        assertThat(after(
                        finds -> {
                            finds.load(BY_CONTRACT, List.of("ctr_b"), AS_STORED);
                            finds.replaced(Optional.empty(), project("prj_0", "ctr_b"));
                        },
                        "ctr_b"))
                .containsExactly("prj_0", "prj_3");
    }

    @Test
    void what_the_batch_changed_before_anybody_asked_goes_before_what_is_stored() {
        Map<String, ObjectStore.Row> batch = new HashMap<>(Map.of("prj_1", project("prj_1", "ctr_b")));
        List<String> found = transactions.run(c -> new Finds(c, FIRM)
                .of(BY_CONTRACT, "ctr_a", r -> batch.getOrDefault(r.id(), r)).stream()
                        .map(ObjectStore.Row::id)
                        .toList());
        assertThat(found).containsExactly("prj_2");
    }

    @Test
    void what_a_decision_moved_before_anybody_asked_is_found_where_it_is_now() {
        Moving move = finds -> finds.replaced(Optional.of(project("prj_1", "ctr_a")), project("prj_1", "ctr_b"));
        assertThat(after(move, "ctr_a")).containsExactly("prj_2");
        assertThat(after(move, "ctr_b")).containsExactly("prj_1", "prj_3");
    }

    private interface Moving {
        void on(Finds finds) throws SQLException;
    }

    private List<String> after(Moving moving, String contract) {
        return transactions.run(c -> {
            var finds = new Finds(c, FIRM);
            moving.on(finds);
            return finds.of(BY_CONTRACT, contract, AS_STORED).stream()
                    .map(ObjectStore.Row::id)
                    .toList();
        });
    }

    private static ObjectStore.Row project(String id, String contract) {
        return new ObjectStore.Row(
                id, CanonicalType.PROJECT, 1, false, true, Map.of("contract", contract), Map.of(), "deal");
    }
}
