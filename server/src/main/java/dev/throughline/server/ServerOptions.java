package dev.throughline.server;

/**
 * How the server listens.
 *
 * @param host             address to bind; loopback unless somebody decides otherwise
 * @param port             0 for any free one
 * @param bodyBytesMax     larger bodies are refused before they are read
 * @param requestsPerSecond of one API key or webhook address; bursts of ten seconds' worth are allowed
 * @param ecsLogs          one JSON object per log line, in Elastic's common schema
 */
public record ServerOptions(String host, int port, long bodyBytesMax, int requestsPerSecond, boolean ecsLogs) {
    private static final long BODY_BYTES_MAX = 16L * 1024 * 1024;

    public static ServerOptions onLoopback(int port) {
        return new ServerOptions("127.0.0.1", port, BODY_BYTES_MAX, 5_000, false);
    }

    public ServerOptions on(String address, boolean jsonLogs) {
        return new ServerOptions(address, port, bodyBytesMax, requestsPerSecond, jsonLogs);
    }
}
