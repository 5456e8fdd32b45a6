package dev.throughline.server.command;

import picocli.CommandLine.IVersionProvider;

/** Which version this is, and on which Java it runs. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "throughline " + (version == null ? "0.1.0-SNAPSHOT" : version),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
