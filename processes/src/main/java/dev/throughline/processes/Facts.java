package dev.throughline.processes;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.ledger.OpenLine;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A read-only view of what the hub knows, as of the event being decided. */
public interface Facts {
    <T extends CanonicalObject> Optional<T> get(Ref<T> ref);

    /**
     * Objects whose attribute has this value.
     *
     * @param attribute one of {@link Indexed#ATTRIBUTES}; anything else throws, since it would be slow
     * @param value     the text form of the value: an id, a code
     */
    <T extends CanonicalObject> List<Stored<T>> find(Class<T> type, String attribute, String value);

    /** Lines of the project that stand unbilled or held in the ledger, of work up to and including the day, oldest first. */
    List<OpenLine> openLines(Ref<Project> project, LocalDate through);

    /** Where one source line stands now; empty when the ledger has never seen it. */
    Optional<OpenLine> line(Ref<?> source);

    /** The tenant's policy of this kind, as its workspace states it; its defaults where it states none. */
    <P extends Record> P policy(Class<P> kind);

    /** Whether a record of the object is known to exist in any system of the role. */
    boolean existsIn(dev.throughline.model.Role role, Ref<?> ref);
}
