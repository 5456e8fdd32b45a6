package dev.throughline.connectors.netsuite.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.testkit.VendorSpecification;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The account's record types against a digest of the vendor's record catalogue. */
class SpecificationTest {
    /** Fields of the vendor's catalogue that the digest leaves out. */
    private static final Set<String> BEYOND_THE_DIGEST = Set.of(
            "contact.entityId",
            "creditMemo.account",
            "creditMemo.otherRefNum",
            "creditMemo.subtotal",
            "creditMemo.taxTotal",
            "customer.accountNumber",
            "customer.comments",
            "customer.url",
            "customerPayment.memo",
            "intercompanyJournalEntry.approved",
            "intercompanyJournalEntry.exchangeRate",
            "intercompanyJournalEntry.memo",
            "intercompanyJournalEntry.postingPeriod",
            "intercompanyJournalEntry.tranId",
            "invoice.endDate",
            "invoice.startDate",
            "invoice.toBeEmailed",
            "invoice.toBePrinted",
            "job.comments",
            "salesOrder.endDate",
            "salesOrder.startDate");

    private static final Set<String> ON_EVERY_RECORD = Set.of("id", "externalId", "createdDate", "lastModifiedDate");

    @Test
    void every_field_of_every_record_type_is_one_of_the_catalogue() {
        JsonNode records = JsonMapper.shared()
                .readTree(VendorSpecification.find("netsuite", "record-fields.json")
                        .toFile())
                .path("records");
        Set<String> unknown = new TreeSet<>();
        for (RecordType type : new Catalog().types()) {
            JsonNode fields = records.path(type.name()).path("fields");
            JsonNode sublists = records.path(type.name()).path("sublists");
            type.fields().keySet().stream()
                    .filter(f -> !ON_EVERY_RECORD.contains(f))
                    .filter(f -> !fields.isMissingNode() && !fields.has(f) && !sublists.has(f))
                    .forEach(f -> unknown.add(type.name() + "." + f));
        }
        assertThat(unknown).isEqualTo(new TreeSet<>(BEYOND_THE_DIGEST));
    }
}
