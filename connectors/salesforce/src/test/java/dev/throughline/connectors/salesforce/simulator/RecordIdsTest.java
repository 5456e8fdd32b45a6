package dev.throughline.connectors.salesforce.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordIdsTest {
    @Test
    void the_checksum_encodes_the_upper_case_letters_of_each_five_characters() {
        // 0,0,1,d,M | 0,0,0,0,0 | 7,M,w,7,V: bits 4, none, and 1 with 4.
        assertThat(RecordIds.suffix("001dM000007Mw7V")).isEqualTo("QAS");
        assertThat(RecordIds.suffix("001000000000000")).isEqualTo("AAA");
        assertThat(RecordIds.suffix("ABCDEABCDEABCDE")).isEqualTo("555");
    }

    @Test
    void ids_of_15_and_18_characters_are_the_same_and_others_are_none() {
        String id = RecordIds.make("006", "dL0", 61 * 62 + 10);
        assertThat(id).hasSize(18).startsWith("006dL0");
        assertThat(RecordIds.normal(id.substring(0, 15))).contains(id);
        assertThat(RecordIds.normal(id)).contains(id);
        assertThat(RecordIds.normal(id.substring(0, 17) + (id.endsWith("A") ? "B" : "A")))
                .isEmpty();
        assertThat(RecordIds.normal("006")).isEmpty();
        assertThat(RecordIds.normal("006dL0000000'OR")).isEmpty();
    }
}
