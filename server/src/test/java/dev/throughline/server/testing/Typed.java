package dev.throughline.server.testing;

import dev.throughline.server.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command answered that ends by itself. */
public record Typed(int exitCode, String output, String errors) {
    public static Typed run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new Typed(code, out.toString(), err.toString());
    }
}
