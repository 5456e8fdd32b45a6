package dev.throughline.connectors.csv;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import java.util.List;

/** {@code kind: csv}. */
public final class CsvConnectorFactory implements ConnectorFactory {
    static final List<Setting> SETTINGS = List.of(
            new Setting("folder", true, false, "The folder that the files are put into", "/var/spool/exports"),
            new Setting(
                    "files",
                    true,
                    false,
                    "Which files hold which object: object=glob, several parted by semicolons; files are read in the order of their names",
                    "contract=FY-*.csv; opportunity=sales_pipeline.csv"),
            new Setting(
                    "id",
                    false,
                    false,
                    "The columns that identify a row, joined by +, per object; an object that is not named is identified by file and row",
                    "contract=current_item_id; line=order+position"),
            new Setting("encoding", false, false, "auto, or the name of the files' encoding", "windows-1252"),
            new Setting("delimiter", false, false, "auto, comma, semicolon, tab or pipe", "semicolon"),
            new Setting(
                    "names",
                    false,
                    false,
                    "as-written, or plain: columns in lower case with an underscore for anything but letters and digits",
                    "plain"));

    @Override
    public String kind() {
        return "csv";
    }

    @Override
    public List<Setting> settings() {
        return SETTINGS;
    }

    @Override
    public Connector open(ConnectorContext context) {
        return new CsvConnector(CsvConfig.of(context), context.clock());
    }
}
