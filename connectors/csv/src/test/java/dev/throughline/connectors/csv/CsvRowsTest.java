package dev.throughline.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.spi.Change;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one file can look like. */
class CsvRowsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void rows_end_with_any_line_break_and_quotes_may_hold_some(String end) throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write(
                "a.csv",
                String.join(end, "id,note", "1,\"two" + end + "lines, and \"\"quotes\"\"\"", "", "2,plain", "3,last"));
        List<Change> changes = files.pass(1);
        assertThat(changes).extracting(c -> c.externalId().value()).containsExactly("1", "2", "3");
        assertThat(Folder.text(changes.getFirst(), "note")).isEqualTo("two" + end + "lines, and \"quotes\"");
        assertThat(changes).extracting(c -> c.payload().path("_line").asInt()).containsExactly(2, 5, 6);
        assertThat(changes).extracting(c -> c.payload().path("_row").asInt()).containsExactly(1, 2, 3);
        assertThat(files.counted()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE"})
    void the_encoding_is_detected_with_and_without_a_mark(String encoding) throws IOException {
        for (String mark : encoding.startsWith("UTF") ? List.of("", "\uFEFF") : List.of("")) {
            Folder files = new Folder(folder, "id", "rows=id");
            files.write("a.csv", mark + "id,name\r\n1,Müller & Söhne\r\n2,plain\r\n", Charset.forName(encoding));
            List<Change> changes = files.pass(1);
            assertThat(changes).hasSize(2);
            assertThat(Folder.text(changes.getFirst(), "name")).isEqualTo("Müller & Söhne");
            assertThat(Folder.text(changes.getFirst(), "id")).isEqualTo("1");
            assertThat(Folder.text(changes.getFirst(), "_encoding")).isEqualTo(encoding);
        }
    }

    @Test
    void a_stated_encoding_is_believed_and_bytes_that_are_none_of_it_are_told() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id", "encoding", "UTF-8");
        Files.write(folder.resolve("a.csv"), new byte[] {'i', 'd', '\n', '1', '\n', (byte) 0xFC, '\n', '3', '\n'});
        List<Change> changes = files.pass(10);
        assertThat(changes).hasSize(3);
        assertThat(Folder.text(changes.get(1), "_error")).contains("a.csv, line 3", "no UTF-8");
        assertThat(changes.get(2).externalId().value()).isEqualTo("3");
    }

    @Test
    void short_long_and_empty_rows_keep_their_fields() throws IOException {
        Folder files = new Folder(folder);
        files.write("a.csv", "a,b,c\n1\n1,2,3,4,5\n,,\n");
        List<Change> changes = files.pass(10);
        assertThat(changes.get(0).payload().toString()).startsWith("{\"a\":\"1\",\"_file\"");
        assertThat(changes.get(1).payload().path("_extra").toString()).isEqualTo("[\"4\",\"5\"]");
        assertThat(changes.get(2).payload().toString()).startsWith("{\"a\":\"\",\"b\":\"\",\"c\":\"\"");
        assertThat(changes).extracting(c -> c.externalId().value()).containsExactly("a.csv#1", "a.csv#2", "a.csv#3");
    }

    @Test
    void headers_are_trimmed_numbered_and_never_collide() throws IOException {
        Folder files = new Folder(folder);
        files.write("a.csv", " name ,name,,_file,\"short\ndesc\"\n1,2,3,4,5\n");
        assertThat(files.pass(10).getFirst().payload().propertyNames())
                .containsExactly(
                        "name", "name_2", "column_3", "_file_2", "short\ndesc", "_file", "_line", "_row", "_encoding");
    }

    @Test
    void columns_are_told_apart_by_the_character_that_the_header_has() throws IOException {
        for (char delimiter : new char[] {',', ';', '\t', '|'}) {
            Folder files = new Folder(folder, "id", "rows=id");
            files.write(
                    "a.csv",
                    "id%sb,x%sc\n1%s\"2%s2\"%s3\n"
                            .replace("b,x", "b")
                            .formatted(delimiter, delimiter, delimiter, delimiter, delimiter));
            assertThat(Folder.text(files.pass(5).getFirst(), "b")).isEqualTo("2" + delimiter + "2");
        }
    }

    @Test
    void a_quote_that_is_never_closed_costs_one_line_and_no_other() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id,note\n1,fine\n2,\"open\n3,fine\n4,fine\n");
        List<Change> changes = files.pass(2);
        assertThat(changes).hasSize(4);
        assertThat(Folder.text(changes.get(1), "_error")).contains("line 3", "never closed");
        assertThat(Folder.text(changes.get(1), "_raw")).isEqualTo("2,\"open");
        assertThat(changes).extracting(c -> Folder.text(c, "id")).containsExactly("1", "", "3", "4");
        assertThat(files.counted()).isEqualTo(4);
    }

    @Test
    void quotes_that_do_not_fit_together_cost_one_line_and_no_other() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id,note\n1,\"a\"b\"\n2,\"open\n3,fine\n4,\"so \" and so\"\n5,fine\n");
        List<Change> changes = files.pass(1);
        assertThat(changes)
                .extracting(c -> Folder.text(c, "id").isEmpty() ? Folder.text(c, "_raw") : Folder.text(c, "id"))
                .containsExactly("1,\"a\"b\"", "2,\"open", "3", "4,\"so \" and so\"", "5");
        assertThat(files.counted()).isEqualTo(5);
    }

    @Test
    void a_row_that_cannot_be_identified_is_told_with_its_file_and_line() throws IOException {
        Folder files = new Folder(folder, "id", "rows=order + pos");
        files.write("a.csv", "Order,Pos\nA|1,2\nA,\n" + "x".repeat(600) + ",1\n");
        files.write("b.csv", "order,position\nB,1\n");
        List<Change> changes = files.pass(10);
        assertThat(changes.getFirst().externalId().value()).isEqualTo("A\\|1|2");
        assertThat(changes.subList(1, 4))
                .extracting(c -> Folder.text(c, "_error"))
                .satisfiesExactly(
                        empty -> assertThat(empty).contains("a.csv, line 3", "no value in [order, pos]"),
                        tooLong -> assertThat(tooLong).contains("a.csv, line 4", "longer than 512"),
                        column -> assertThat(column).contains("b.csv, line 2", "no column 'pos'", "[order, position]"));
    }

    @Test
    void a_row_without_end_is_cut_and_the_next_is_read() throws IOException {
        Folder files = new Folder(folder, "id", "rows=id");
        files.write("a.csv", "id\n" + "x".repeat(3_000_000) + "\n2\n");
        List<Change> changes = files.pass(10);
        assertThat(Folder.text(changes.get(0), "_error")).contains("longer than");
        assertThat(changes.get(1).externalId().value()).isEqualTo("2");
    }

    @Test
    void empty_files_and_headers_alone_hold_no_rows_and_bytes_of_any_kind_do_no_harm() throws IOException {
        Folder files = new Folder(folder);
        files.write("a.csv", "");
        files.write("b.csv", "a,b\n");
        files.write("c.csv", "\uFEFF", StandardCharsets.UTF_16LE);
        Files.write(
                folder.resolve("d.csv"),
                new byte[] {0, (byte) 0xff, '"', 0, '\n', '\r', (byte) 0x81, '"', '"', ',', 10, 0});
        List<Change> changes = files.pass(10);
        assertThat(changes).extracting(c -> Folder.text(c, "_file")).containsOnly("d.csv");
        assertThat(files.counted())
                .isEqualTo(changes.stream()
                        .filter(c -> c.payload().path("_row").asInt() > 0)
                        .count());
    }
}
