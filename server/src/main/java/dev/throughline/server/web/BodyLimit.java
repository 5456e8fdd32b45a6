package dev.throughline.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses a body above the limit: by its stated length before a byte is read, and while reading where none is stated. */
public final class BodyLimit extends OncePerRequestFilter {
    private final long bytesMax;
    private final Problems problems;

    public BodyLimit(long bytesMax, Problems problems) {
        this.bytesMax = bytesMax;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > bytesMax) {
            problems.write(request, response, tooLarge(bytesMax));
            return;
        }
        try {
            chain.doFilter(new Limited(request, bytesMax), response);
        } catch (ApiProblem problem) {
            problems.write(request, response, problem);
        }
    }

    static ApiProblem tooLarge(long bytesMax) {
        return new ApiProblem(
                413,
                "BODY_TOO_LARGE",
                "The body is larger than the %d bytes that are taken at once; nothing of it was kept"
                        .formatted(bytesMax),
                "Send it in several smaller requests, at most 1000 changes each");
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private final long bytesMax;

        Limited(HttpServletRequest request, long bytesMax) {
            super(request);
            this.bytesMax = bytesMax;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counting(super.getInputStream(), bytesMax);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class Counting extends ServletInputStream {
        private final ServletInputStream in;
        private final long bytesMax;
        private long seen;

        Counting(ServletInputStream in, long bytesMax) {
            this.in = in;
            this.bytesMax = bytesMax;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            seen += read;
            if (seen > bytesMax) {
                throw tooLarge(bytesMax);
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
