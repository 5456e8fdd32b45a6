package dev.throughline.connector.spi;

import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.util.List;

/** Reads single records as they are now. */
public interface Reader {
    /** @return one result per id, in the same order, however many calls that takes at the vendor */
    List<Fetched> fetch(ObjectType objectType, List<ExternalId> ids);

    /** One record, or why there is none. */
    sealed interface Fetched {
        record Found(Change change) implements Fetched {}

        /** The system surely holds no such record (any more). */
        record Missing() implements Fetched {}

        record Failed(Trouble trouble) implements Fetched {}
    }
}
