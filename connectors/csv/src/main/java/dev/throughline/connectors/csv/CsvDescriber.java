package dev.throughline.connectors.csv;

import dev.throughline.connector.spi.Describer;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ObjectType;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The columns of the newest file, so that a renamed or added one is noticed. */
record CsvDescriber(CsvConfig config) implements Describer {
    @Override
    public Described describe(ObjectType objectType) {
        CsvConfig.Source source = config.source(objectType);
        try {
            Optional<CsvFile> newest = CsvFile.of(config, source).stream()
                    .max(Comparator.comparing(CsvFile::modified).thenComparing(CsvFile::name));
            if (newest.isEmpty()) {
                return new Described.Failed(new Trouble.Refused(
                        "NO_FILE", "no file in %s is named %s".formatted(config.folder(), source.glob())));
            }
            List<Field> fields = Sheet.open(newest.get(), config).names().stream()
                    .map(name -> new Field(name, "text", true, false))
                    .toList();
            return new Described.Shape(objectType, fields);
        } catch (IOException e) {
            return new Described.Failed(CsvFile.unavailable(config.folder(), e));
        }
    }
}
