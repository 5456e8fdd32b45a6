package dev.throughline.hub.paper;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A system without a wire. */
final class PaperConnector implements Connector, Writer {
    private final PaperBook book;

    PaperConnector(PaperBook book) {
        this.book = book;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "paper",
                Set.of(Role.values()),
                Sheets.all(),
                new Capabilities.Limits(10, 10_000, Duration.ofSeconds(1)));
    }

    @Override
    public Optional<Trouble> probe() {
        return Optional.empty();
    }

    @Override
    public Optional<Writer> writer() {
        return Optional.of(this);
    }

    @Override
    public Optional<Reader> reader() {
        return book.shows()
                ? Optional.of((type, ids) ->
                        ids.stream().map(id -> book.fetch(type + " " + id)).toList())
                : Optional.empty();
    }

    @Override
    public List<WriteResult> write(ObjectType objectType, List<WriteItem> items) {
        return items.stream().map(i -> book.write(objectType.value(), i)).toList();
    }

    @Override
    public Sought find(ObjectType objectType, WriteItem item) {
        return book.ofKey(item.key().value())
                .<Sought>map(p -> new Sought.Found(new ExternalId(p.id()), "1", p.body()))
                .orElseGet(Sought.Absent::new);
    }
}
