package dev.throughline.server.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A line on loopback that passes bytes on as they are, and breaks in their midst when it is told to. */
final class CutLine implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    /** Bytes from the far side that still pass before the line breaks. */
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    private CutLine(ServerSocket door, int target) {
        this.door = door;
        this.target = target;
    }

    static CutLine to(int target) {
        try {
            var line = new CutLine(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().start(line::answer);
            return line;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** How often somebody came in. */
    int taken() {
        return taken.get();
    }

    int cuts() {
        return cuts.get();
    }

    /** Once, when so many more bytes have come from the far side. */
    void cutAfter(long bytes) {
        left.set(bytes);
    }

    private void answer() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                taken.incrementAndGet();
                open.addAll(List.of(near, far));
                Thread.ofVirtual().start(() -> pass(near, far, false));
                Thread.ofVirtual().start(() -> pass(far, near, true));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, boolean counted) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[512];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                if (counted && left.addAndGet(-n) < 0) {
                    left.set(Long.MAX_VALUE);
                    cuts.incrementAndGet();
                    return;
                }
                out.write(some, 0, n);
                out.flush();
            }
        } catch (IOException broken) {
            // Whatever broke: both ends are closed, which is all that a line can do.
            return;
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
