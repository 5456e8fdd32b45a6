package dev.throughline.connector.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Machine-readable descriptions that vendors publish. They are kept beside this repository, in {@code shared/specs/<vendor>}, and not in it: a test that needs
 * one runs where the file is there, and is reported as skipped, with the file's name, where it is not.
 */
public final class VendorSpecification {
    private VendorSpecification() {}

    /** The file, looked for beside every folder above the present one. Ends the test as skipped when there is none. */
    public static Path find(String vendor, String name) {
        Path wanted = Path.of("shared", "specs", vendor, name);
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve(wanted);
            if (Files.isReadable(file)) {
                return file;
            }
        }
        return Assumptions.abort("not checked against the vendor's specification: no %s above %s"
                .formatted(wanted, Path.of("").toAbsolutePath()));
    }
}
