package dev.throughline.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.spi.Change;
import dev.throughline.model.ObjectType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Files that nobody wrote for this project: {@code ../shared/data} beside the checkout, or the folder that the system property {@code throughline.data} names.
 * Skipped, with a word about it, where neither is there.
 */
class RealFilesTest {
    private static final ObjectType CONTRACT = new ObjectType("contract");

    @Test
    void every_row_of_every_quarter_of_contracts_is_read() throws IOException {
        Path quarters = data("philadelphia-contracts");
        Folder files = new Folder(quarters, "files", "contract=FY-*.csv", "id", "contract=current_item_id");
        List<Change> changes = files.pass(CONTRACT, 500);

        Map<String, Long> byFile = new TreeMap<>();
        changes.forEach(c -> byFile.merge(Folder.text(c, "_file"), 1L, Long::sum));
        System.out.println("rows by file: " + byFile + ", in all " + changes.size());
        assertThat(byFile).isEqualTo(countedByHand(quarters));
        assertThat(byFile).hasSizeGreaterThanOrEqualTo(21);
        assertThat(files.counted(CONTRACT)).isEqualTo(changes.size());
        assertThat(changes).noneMatch(c -> c.payload().has("_error"));
        assertThat(changes).extracting(c -> c.version().ordinal()).isSorted();
        assertThat(changes)
                .allSatisfy(c -> assertThat(c.payload().has("contract_amount")
                                || c.payload().has("amt"))
                        .isTrue());
        assertThat(new HashSet<>(changes.stream().map(c -> c.version().token()).toList()))
                .hasSameSizeAs(changes);
        assertThat(files.pass(CONTRACT, 500)).as("a second pass").isEmpty();
    }

    @Test
    void every_row_of_the_crm_export_is_read() throws IOException {
        Path export = data("crm-opportunities");
        Folder files = new Folder(
                export,
                "files",
                "account=accounts.csv; product=products.csv; team=sales_teams.csv; opportunity=sales_pipeline.csv; word=data_dictionary.csv",
                "id",
                "account=account; product=product; team=sales_agent; opportunity=opportunity_id");
        Map<String, Integer> rows = new TreeMap<>();
        for (String object : List.of("account", "product", "team", "opportunity", "word")) {
            files.cursor = Optional.empty();
            List<Change> changes = files.pass(new ObjectType(object), 1000);
            assertThat(changes).noneMatch(c -> c.payload().has("_error"));
            assertThat(files.counted(new ObjectType(object))).isEqualTo(changes.size());
            rows.put(object, changes.size());
        }
        System.out.println("rows by object: " + rows);
        assertThat(rows)
                .containsEntry("opportunity", 8800)
                .containsEntry("account", 85)
                .containsEntry("product", 7)
                .containsEntry("team", 35);
    }

    /** Lines that hold something, less the header: none of these files has a line break within quotes, which the connector must find out by itself. */
    private static Map<String, Long> countedByHand(Path folder) throws IOException {
        Map<String, Long> lines = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths.filter(p -> p.toString().endsWith(".csv"))::iterator) {
                String text = new String(Files.readAllBytes(path), java.nio.charset.StandardCharsets.ISO_8859_1);
                lines.put(
                        path.getFileName().toString(),
                        Stream.of(text.split("\r\n|\r|\n"))
                                        .filter(l -> !l.isEmpty())
                                        .count()
                                - 1);
            }
        }
        return lines;
    }

    private static Path data(String name) {
        List<Path> looked = new ArrayList<>();
        Optional.ofNullable(System.getProperty("throughline.data"))
                .map(Path::of)
                .ifPresent(looked::add);
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                looked.add(at.resolve("../shared/data").normalize());
            }
        }
        Optional<Path> found = looked.stream()
                .map(p -> p.resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println(
                    "skipped: no folder %s in %s; give one with -Dthroughline.data=…".formatted(name, looked));
        }
        Assumptions.assumeTrue(found.isPresent(), "real files are not here");
        return found.orElseThrow();
    }
}
