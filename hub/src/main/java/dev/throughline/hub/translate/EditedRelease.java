package dev.throughline.hub.translate;

import dev.throughline.model.TenantId;
import java.util.List;
import java.util.stream.Collectors;

/** Mapping documents whose version was in force before and whose content is another now: a replay could no longer tell what was done with which. */
public final class EditedRelease extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Edit> edits;

    EditedRelease(TenantId tenant, List<Edit> edits) {
        super("mappings of tenant %s: %s"
                .formatted(
                        tenant,
                        edits.stream()
                                .map(e -> "%s: %s: %s".formatted(e.file(), e.says(), e.remedy()))
                                .collect(Collectors.joining("; "))));
        this.edits = List.copyOf(edits);
    }

    /** Never empty. */
    public List<Edit> edits() {
        return edits;
    }

    /**
     * @param file  relative to the mappings folder, or as its connector names it
     * @param since the day on which the version was first in force
     */
    public record Edit(String file, String name, int version, String since) {
        public String says() {
            return "version %d of %s was released on %s and has been edited since".formatted(version, name, since);
        }

        public String remedy() {
            return "give it a new version (version: %d), or put it back as it was".formatted(version + 1);
        }
    }
}
