package dev.throughline.server.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The beginnings of real files: {@code ../shared/data} beside the checkout, or the folder that the system property {@code throughline.data} names. Skipped, with a word about it, where
 * neither is there.
 */
class RealQuartersTest {
    @TempDir
    private Path folder;

    @Test
    void the_beginnings_of_two_quarters_end_with_every_row_accounted_for_and_equal_totals() throws IOException {
        cut("philadelphia-contracts/FY-2014-Q1.csv", 120);
        cut("philadelphia-contracts/FY-2014-Q2.csv", 120);
        var run = Runs.portfolio(folder);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.number("rows", "read")).isEqualTo(240);
        assertThat(run.total("crm")).isNotEmpty().isEqualTo(run.total("hub")).isEqualTo(run.total("erp"));
    }

    @Test
    void the_beginning_of_the_pipeline_ends_with_every_won_deal_as_a_project() throws IOException {
        cut("crm-opportunities/accounts.csv", 1_000);
        cut("crm-opportunities/products.csv", 1_000);
        cut("crm-opportunities/sales_pipeline.csv", 120);
        var run = Runs.pipeline(folder);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.number("rows", "exceptions")).isZero();
        long won = Files.readAllLines(folder.resolve("sales_pipeline.csv")).stream()
                .filter(line -> line.contains(",Won,"))
                .count();
        assertThat(run.number("projects")).isEqualTo(won);
    }

    /** The header and the first rows. */
    private void cut(String name, int rows) throws IOException {
        Path file = data().resolve(name);
        try (var lines = Files.lines(file)) {
            Files.write(
                    folder.resolve(file.getFileName()), lines.limit(rows + 1L).toList());
        }
    }

    private static Path data() {
        Path data = Path.of(System.getProperty("throughline.data", "../../shared/data"));
        Assumptions.assumeTrue(
                Files.isDirectory(data),
                () -> "no real files at " + data.toAbsolutePath().normalize() + "; nothing was tested");
        return data;
    }
}
