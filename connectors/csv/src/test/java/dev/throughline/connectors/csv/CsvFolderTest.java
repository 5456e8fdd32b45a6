package dev.throughline.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Describer;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a folder over time. */
class CsvFolderTest {
    @TempDir
    Path folder;

    @Test
    void columns_that_exports_spell_anew_have_one_plain_name() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id", "names", "plain");
        files.write("a.csv", "ID, Contract  Amount ,contract_amount\n1,7,8\n");
        Change row = files.pass(10).getFirst();
        assertThat(Folder.text(row, "contract_amount")).isEqualTo("7");
        assertThat(Folder.text(row, "contract_amount_2")).isEqualTo("8");
    }

    @Test
    void of_several_rows_of_one_record_the_inventory_shows_the_last() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id,v\n1,a\n2,b\n1,c\n");
        files.write("b.csv", "id,v\n2,d\n");
        var inventory = files.open().inventory().orElseThrow();
        List<String> shown = new java.util.ArrayList<>();
        Optional<dev.throughline.connector.spi.Cursor> cursor = Optional.empty();
        boolean more = true;
        while (more) {
            var page = (ReadResult.Page)
                    inventory.records(Folder.ROWS, dev.throughline.connector.spi.Inventory.Window.ALL, cursor, 1);
            page.changes().forEach(c -> shown.add(Folder.text(c, "id") + Folder.text(c, "v")));
            cursor = Optional.of(page.next());
            more = page.more();
        }
        assertThat(shown).containsExactly("1c", "2d");
        assertThat(files.counted()).as("rows are counted all").isEqualTo(4);
    }

    @Test
    void a_row_with_the_character_zero_is_an_error_that_can_be_stored() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id,v\n1\0,a\n2,b\n");
        assertThat(files.pass(10))
                .satisfiesExactly(
                        bad -> assertThat(bad.payload().toString())
                                .contains("character zero")
                                .doesNotContain("\\u0000"),
                        good -> assertThat(Folder.text(good, "v")).isEqualTo("b"));
    }

    @Test
    void a_file_that_grew_is_read_on_and_not_again() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id,v\n1,a\n2,b\n");
        assertThat(ids(files.pass(1))).containsExactly("1", "2");
        files.write("a.csv", "id,v\n1,a\n2,b\n3,c\n4,d\n");
        List<Change> more = files.pass(1);
        assertThat(ids(more)).containsExactly("3", "4");
        assertThat(more.getFirst().payload().path("_line").asInt()).isEqualTo(4);
        assertThat(files.pass(1)).isEmpty();
    }

    @Test
    void a_last_row_without_a_line_break_is_read_and_again_when_more_of_it_comes() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id,v\n1,a\n2,hal");
        List<Change> first = files.pass(10);
        assertThat(Folder.text(first.getLast(), "v")).isEqualTo("hal");
        files.write("a.csv", "id,v\n1,a\n2,half\n");
        List<Change> second = files.pass(10);
        assertThat(ids(second)).containsExactly("2");
        assertThat(Folder.text(second.getFirst(), "v")).isEqualTo("half");
        assertThat(second.getFirst().version().token())
                .isNotEqualTo(first.getLast().version().token());
    }

    @Test
    void a_last_row_that_only_gets_its_line_break_keeps_its_version() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id,v\n1,a\n2,b");
        List<Change> first = files.pass(10);
        files.write("a.csv", "id,v\n1,a\n2,b\n3,c\n");
        List<Change> second = files.pass(10);
        assertThat(ids(second)).containsExactly("2", "3");
        assertThat(second.getFirst().version()).isEqualTo(first.getLast().version());
    }

    @Test
    void a_header_that_is_still_being_written_is_waited_for() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id,am");
        assertThat(files.pass(10)).isEmpty();
        files.write("a.csv", "id,amount\n1,5\n");
        assertThat(Folder.text(files.pass(10).getFirst(), "amount")).isEqualTo("5");
    }

    @Test
    void a_file_replaced_under_its_name_is_read_again_and_its_rows_are_newer() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id,v\n1,a\n2,b\n");
        files.write("b.csv", "id,v\n1,from b\n");
        List<Change> first = files.pass(10);
        replace("a.csv", "id,v\n1,A\n2,b\n");
        List<Change> second = files.pass(10);
        assertThat(ids(second)).containsExactly("1", "2");
        assertThat(second.getFirst().version().ordinal())
                .isGreaterThan(first.getLast().version().ordinal());
        replace("a.csv", "id,v\n1,a\n2,b\n");
        assertThat(files.pass(10).getFirst().version().token())
                .as("back to what it was is news too")
                .isNotEqualTo(first.getFirst().version().token());
    }

    @Test
    void other_content_of_the_same_size_and_time_in_the_same_file_is_read() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id,hours\n1,8\n");
        assertThat(files.pass(10)).hasSize(1);
        Path file = folder.resolve("a.csv");
        var modified = Files.getLastModifiedTime(file);
        var touched = Files.getAttribute(file, "unix:ctime");
        // The clock of a file system moves in ticks of some milliseconds.
        do {
            Files.writeString(file, "id,hours\n1,6\n");
            Files.setLastModifiedTime(file, modified);
        } while (Files.getAttribute(file, "unix:ctime").equals(touched));

        assertThat(files.pass(10))
                .singleElement()
                .satisfies(c -> assertThat(Folder.text(c, "hours")).isEqualTo("6"));
        assertThat(files.pass(10)).isEmpty();
    }

    @Test
    void a_file_replaced_while_it_is_read_is_read_from_its_beginning() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id\n1\n2\n3\n");
        ReadResult.Page page =
                (ReadResult.Page) files.open().changes().orElseThrow().read(Folder.ROWS, Optional.empty(), 2);
        files.cursor = Optional.of(page.next());
        replace("a.csv", "id\n7\n8\n9\n");
        assertThat(ids(files.pass(2))).containsExactly("7", "8", "9");
    }

    @Test
    void a_file_that_disappears_while_it_is_read_is_a_gap_and_others_go_on() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id\n1\n2\n3\n");
        files.write("b.csv", "id\n4\n");
        ReadResult.Page page =
                (ReadResult.Page) files.open().changes().orElseThrow().read(Folder.ROWS, Optional.empty(), 2);
        files.cursor = Optional.of(page.next());
        Files.delete(folder.resolve("a.csv"));
        assertThat(ids(files.pass(2))).containsExactly("4");
        assertThat(files.gaps)
                .singleElement()
                .satisfies(gap -> assertThat(gap.reason()).contains("disappeared", "put it back"));
        assertThat(files.gaps.getFirst().since()).as("all is to be read again").isEqualTo(Instant.EPOCH);
        files.write("a.csv", "id\n1\n2\n3\n");
        assertThat(ids(files.pass(2))).containsExactly("1", "2", "3");
    }

    @Test
    void files_that_were_read_may_be_moved_away() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id\n1\n");
        files.pass(10);
        Files.delete(folder.resolve("a.csv"));
        assertThat(files.pass(10)).isEmpty();
        assertThat(files.gaps).isEmpty();
    }

    @Test
    void later_files_are_newer_whatever_the_page_size() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("2026-Q1.csv", "id,paid\nK1,10\nK2,5\n");
        files.write("2026-Q2.csv", "id,paid\nK1,20\n");
        List<Change> byOne = files.pass(1);
        files.cursor = Optional.empty();
        List<Change> atOnce = files.pass(100);
        assertThat(byOne).isEqualTo(atOnce);
        assertThat(byOne).extracting(c -> c.version().ordinal()).isSorted();
    }

    @Test
    void the_cursor_stays_small_however_many_files_there_are_and_changes_among_the_old_ones_are_seen()
            throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        for (int i = 0; i < 150; i++) {
            files.write(exported(i), "id\n" + i + "\n");
        }
        assertThat(ids(files.pass(10))).hasSize(150).doesNotHaveDuplicates();
        assertThat(files.cursor.orElseThrow().value()).hasSizeLessThan(3000);
        assertThat(files.pass(10)).isEmpty();

        files.write(exported(150), "id\n150\n");
        assertThat(ids(files.pass(10))).as("a new file").containsExactly("150");
        replace(exported(3), "id\nchanged\n");
        assertThat(ids(files.pass(10))).as("an old file that was replaced").contains("changed");
        files.write("export-001b.csv", "id\nlate\n");
        assertThat(ids(files.pass(10))).as("a new file between old ones").contains("late");
        Files.delete(folder.resolve(exported(5)));
        assertThat(files.gaps).isEmpty();
        files.pass(10);
        assertThat(files.pass(10)).as("then all is quiet").isEmpty();
    }

    private static String exported(int number) {
        return "export-%03d.csv".formatted(number);
    }

    @Test
    void folders_links_and_other_names_are_left_alone() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id\n1\n");
        files.write("a.csv.part", "id\n2\n");
        Files.createDirectory(folder.resolve("sub.csv"));
        Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("a.csv"));
        assertThat(ids(files.pass(10))).containsExactly("1");
    }

    @Test
    void a_folder_that_is_not_there_is_told_and_heals() throws IOException {
        Folder files = new Folder(folder.resolve("missing"), "id", "rows=id");
        assertThat(files.open().probe())
                .get()
                .isInstanceOfSatisfying(
                        Trouble.Unavailable.class,
                        t -> assertThat(t.reason()).contains("missing", "check that it exists"));
        assertThat(files.open().changes().orElseThrow().read(Folder.ROWS, Optional.empty(), 5))
                .isInstanceOf(ReadResult.Failed.class);
        Files.createDirectory(folder.resolve("missing"));
        assertThat(files.open().probe()).isEmpty();
        assertThat(files.pass(5)).isEmpty();
    }

    @Test
    void reading_from_a_moment_leaves_older_files_out() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id\n1\n");
        files.write("b.csv", "id\n2\n");
        Files.setLastModifiedTime(folder.resolve("a.csv"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        files.cursor = Optional.of(
                files.open().changes().orElseThrow().startingAt(Folder.ROWS, Instant.parse("2021-01-01T00:00:00Z")));
        assertThat(ids(files.pass(5))).containsExactly("2");
    }

    @Test
    void after_reading_again_rows_keep_their_versions_and_new_files_stay_newer_though_old_ones_were_moved_away()
            throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("2026-Q1.csv", "id,v\n1,a\n");
        files.write("2026-Q2.csv", "id,v\n1,b\n");
        Change latest = files.pass(5).getLast();
        Files.delete(folder.resolve("2026-Q1.csv"));
        files.cursor = Optional.of(files.open().changes().orElseThrow().startingAt(Folder.ROWS, Instant.EPOCH));
        assertThat(files.pass(5))
                .singleElement()
                .satisfies(again -> assertThat(again.version().token())
                        .isEqualTo(latest.version().token()));
        files.write("2026-Q3.csv", "id,v\n1,c\n");
        assertThat(files.pass(5).getFirst().version().ordinal())
                .isGreaterThan(latest.version().ordinal());
    }

    @Test
    void the_columns_of_the_newest_file_are_described() throws IOException {
        Folder files = new Folder(folder);
        assertThat(files.open().describer().orElseThrow().describe(Folder.ROWS))
                .isInstanceOf(Describer.Described.Failed.class);
        files.write("a.csv", "id,short desc,amt\n");
        Describer.Described described = files.open().describer().orElseThrow().describe(Folder.ROWS);
        assertThat(((Describer.Described.Shape) described).fields())
                .extracting(Describer.Field::name)
                .containsExactly("id", "short desc", "amt");
    }

    @Test
    void mistakes_in_settings_are_named() {
        for (String[] wrong : new String[][] {
            {"files", "rows"},
            {"files", "rows=[a"},
            {"files", "rows=../*.csv"},
            {"id", "other=id"},
            {"encoding", "no-such"},
            {"delimiter", "dot"}
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Folder(folder, wrong).open())
                    .withMessageContaining("'" + wrong[0] + "'");
        }
    }

    private void replace(String name, String text) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh.tmp"), text);
        Files.move(fresh, folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> ids(List<Change> changes) {
        return changes.stream().map(c -> c.externalId().value()).toList();
    }
}
