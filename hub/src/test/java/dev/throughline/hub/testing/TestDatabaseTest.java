package dev.throughline.hub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestDatabaseTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void tests_run_on_the_migrated_schema_of_a_postgresql_that_keeps_what_it_acknowledges() {
        assertThat(DATABASE.value("SHOW server_version_num")).startsWith("18");
        assertThat(DATABASE.value("SHOW fsync")).isEqualTo("on");
        assertThat(DATABASE.value("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(DATABASE.value("SHOW full_page_writes")).isEqualTo("on");
        assertThat(DATABASE.value("SELECT count(*) FROM ledger_posting")).isEqualTo("0");
    }
}
