package dev.throughline.server.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small export, written here, through the whole hub. */
class PipelineRunTest {
    @TempDir
    private Path folder;

    @Test
    void won_deals_become_projects_and_a_lookup_with_a_replay_mends_those_of_an_unknown_product() {
        Runs.write(
                folder,
                "accounts.csv",
                "account,sector,year_established,revenue,employees,office_location,subsidiary_of",
                "Bluth,software,1993,1,1,United States,Acme",
                "Grandchild,software,1993,1,1,Kenya,Bluth",
                "Acme,software,1996,1,1,United States,",
                "Lost Child,software,1996,1,1,United States,Nobody");
        Runs.write(folder, "products.csv", "product,series,sales_price", "GTX Pro,GTX,4821", "MG Special,MG,55");
        Runs.write(
                folder,
                "sales_pipeline.csv",
                "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
                "A1,Ann,GTXPro,Bluth,Won,10/20/2016,3/1/2017,1054",
                "A2,Ann,GTXPro,Bluth,Won,10/20/2016,3/1/2017,1054",
                "A3,Ann,MG Special,Grandchild,Won,10/20/2016,3/1/2017,50",
                "A4,Ann,MG Special,Acme,Lost,10/20/2016,3/1/2017,0",
                "A5,Ann,MG Special,,Prospecting,,,",
                "A6,Ann,Unheard Of,Acme,Won,10/20/2016,3/1/2017,7",
                "A7,Ann,MG Special,Lost Child,Won,10/20/2016,3/1/2017,9");

        var run = Runs.pipeline(folder);

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.number("rows", "read")).isEqualTo(13);
        assertThat(run.number("rows", "exceptions")).isEqualTo(3);
        assertThat(run.number("projects"))
                .as("two alike are two, since their keys differ")
                .isEqualTo(3);
        assertThat(run.number("exceptionsByReason", "LOOKUP_MISSING")).isEqualTo(1);
        assertThat(run.number("exceptionsByReason", "WAITS_FOR_REFERENCE")).isEqualTo(2);
        assertThat(run.number("duplicates", "projects")).isZero();
        assertThat(run.total("crm"))
                .isEqualTo("2158.00")
                .isEqualTo(run.total("hub"))
                .isEqualTo(run.total("erp"));
        assertThat(run.said())
                .contains("'GTXPro' is not on the price list. The operator adds a lookup: it means 'GTX Pro'")
                .contains("Product 'Unheard Of' is like none on the price list: left to people")
                .contains("Replay: 3 held opportunities are read again");
    }
}
