package dev.throughline.server.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small quarters, written here, through the whole hub. */
class PortfolioRunTest {
    private static final String HEADER =
            "original_contract_id,current_item_id,department_name,vendor,short_desc,start_dt,end_dt,days_remaining,amt,tot_payments";

    @TempDir
    private Path folder;

    private static String term(String contract, String item, String amount, String paid) {
        return "%s,%s,WATER,V,Work,7/1/2018,6/30/2019,90,\"%s\",\"%s\"".formatted(contract, item, amount, paid);
    }

    @Test
    void amendments_add_up_and_growing_payments_are_invoiced() {
        Runs.write(
                folder,
                "FY-2019-Q1.csv",
                HEADER,
                term("1920001", "1920001", "$1,200.00", "100.00"),
                term("820428", "82042803", "10.50", "5"));
        Runs.write(
                folder,
                "FY-2019-Q2.csv",
                HEADER.replace("amt", "Contract Amount").replace("short_desc", "short desc"),
                term("1920001", "1920001", "1.3E3", "300.00"),
                term("1920001", "192000101", "(200.00)", "0"),
                term("0820428", "082042803", "10.50", "6.25"));

        var run = Runs.portfolio(folder);

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.number("rows", "read")).isEqualTo(5);
        assertThat(run.number("rows", "applied")).isEqualTo(5);
        assertThat(run.number("contracts")).as("the lost zero is found").isEqualTo(2);
        assertThat(run.number("amendments")).isEqualTo(1);
        assertThat(run.number("projects")).isEqualTo(2);
        assertThat(run.number("invoices")).isEqualTo(4);
        assertThat(run.number("payments")).isEqualTo(4);
        assertThat(run.total("crm")).isEqualTo("1110.50");
        assertThat(run.total("hub")).isEqualTo("1110.50");
        assertThat(run.total("erp")).isEqualTo("1110.50");
        assertThat(run.json().propertyNames())
                .containsExactlyInAnyOrder(
                        "rows",
                        "contracts",
                        "amendments",
                        "projects",
                        "invoices",
                        "payments",
                        "exceptionsByReason",
                        "totals",
                        "conservation",
                        "reconciliation",
                        "duplicates",
                        "seconds");
    }

    @Test
    void strange_files_and_rows_are_exceptions_with_reasons_and_stop_nothing_else() throws Exception {
        Runs.write(
                folder,
                "FY-2019-Q1.csv",
                HEADER,
                term("1920001", "1920001", "100.00", "40.00"),
                term("1920001", "1920001", "100.00", "40.00"),
                term("1920002", "1920002", "-500.00", "0"),
                term("", "", "7", "0"),
                term("1920003", "1920003", "abc", "0"),
                term("1920004", "1920004", "5", "x"),
                term("1920005", "1929999", "5", "0"),
                "1920006,1920006,WATER,\"never closed,Work,7/1/2018,6/30/2019,90,7,0",
                "1920007,1920007,WA");
        Runs.bytes(
                folder,
                "FY-2019-Q2.csv",
                ("\ufeff" + HEADER + "\r" + term("1920001", "1920001", "100.00", "10.00") + "\r"
                                + term("1920003", "1920003", "8", "0"))
                        .getBytes(StandardCharsets.UTF_8));
        Runs.bytes(
                folder,
                "FY-2019-Q3.csv",
                "Original Contract ID;Current Item ID;Department;Amount;start dt;end dt\n1920020;1920020;P\u00c4RKS;12.50;1-Jul-18;2019-12-31\n"
                        .getBytes(StandardCharsets.UTF_16));
        Runs.bytes(folder, "FY-2019-Q4.csv", new byte[0]);
        Runs.write(folder, "FY-2020-Q1.csv", HEADER);
        Runs.bytes(folder, "FY-2020-Q2.csv", new byte[] {0x7f, 'E', 'L', 'F', 0, 1, '\n', 0, 2, 3, '\n', (byte) 0xff});
        Runs.write(folder, "FY-2020-Q3.csv", HEADER, "x".repeat(2_000_000));
        Files.createDirectory(folder.resolve("folder.csv"));
        Runs.write(folder, "notes.txt", "no CSV");

        var run = Runs.portfolio(folder);

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.number("rows", "read")).isEqualTo(15);
        assertThat(run.number("rows", "applied")).isEqualTo(4);
        assertThat(run.number("rows", "superseded"))
                .as("held, and mended by a later report")
                .isEqualTo(1);
        assertThat(run.number("rows", "exceptions")).isEqualTo(10);
        assertThat(run.number("exceptionsByReason", "AMOUNT_NEGATIVE")).isEqualTo(1);
        assertThat(run.number("exceptionsByReason", "PAID_TO_DATE_SHRANK")).isEqualTo(1);
        assertThat(run.number("exceptionsByReason", "ITEM_OF_OTHER_CONTRACT")).isEqualTo(1);
        assertThat(run.number("exceptionsByReason", "FILE_EMPTY")).isEqualTo(2);
        assertThat(run.total("crm")).isEqualTo("120.50").isEqualTo(run.total("erp"));
        assertThat(run.said())
                .contains("notes.txt is no CSV file")
                .contains("FY-2019-Q4.csv holds no rows")
                .contains("left out of the totals: 1920002: CRM -500.00, hub -500.00, ERP 0 USD: AMOUNT_NEGATIVE");
    }

    @Test
    void a_run_that_stands_still_is_summed_up_as_it_stands() {
        Runs.write(folder, "FY-2019-Q1.csv", HEADER, term("1920001", "1920001", "100.00", "40.00"));
        Runs.write(folder, "FY-2019-Q2.csv", HEADER, term("1920001", "1920001", "100.00", "40.00"));

        var run = Runs.of(folder, PortfolioDemo::run, Duration.ZERO);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.json().path("exceptionsByReason").propertyNames())
                .contains("STILL_UNDER_WAY", "FILE_NOT_REACHED");
        assertThat(run.said()).contains("FY-2019-Q2.csv was not read");
    }

    @Test
    void without_files_to_read_it_says_what_it_needs() {
        assertThat(Runs.portfolio(folder)).satisfies(run -> {
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.said()).contains("holds no CSV files");
        });
        assertThat(Runs.portfolio(folder.resolve("nowhere"))).satisfies(run -> {
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.said()).contains("is no folder");
        });
        assertThat(Runs.pipeline(folder).exit()).isEqualTo(2);
    }
}
