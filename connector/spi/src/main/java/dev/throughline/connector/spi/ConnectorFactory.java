package dev.throughline.connector.spi;

import java.util.List;

/** Opens connectors of one vendor. Found through {@link java.util.ServiceLoader}. */
public interface ConnectorFactory {
    /** The word that a workspace uses: {@code kind: salesforce}. */
    String kind();

    /** Every setting that the connector knows; a workspace that names any other, or leaves out a required one, does not start. */
    List<Setting> settings();

    /**
     * Makes no call to the vendor.
     *
     * @throws IllegalArgumentException naming the setting that cannot be used, and how to mend it
     */
    Connector open(ConnectorContext context);

    /** Class-path folder of the default mappings, such as {@code mappings/salesforce}; holds a file {@code index.txt} that names each. */
    default String mappings() {
        return "mappings/" + kind();
    }

    /** @param secret the value in the workspace must be a reference such as {@code env:NETSUITE_KEY}, never the secret itself */
    record Setting(String name, boolean required, boolean secret, String help, String example) {}
}
