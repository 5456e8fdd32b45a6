package dev.throughline.server.portfolio;

import java.nio.file.Path;

/** {@code demo --portfolio DIR}: quarter after quarter of contracts. */
public final class PortfolioDemo {
    private PortfolioDemo() {}

    public static int run(Path folder, Options options) {
        options.out().println(folder);
        return 1;
    }
}
