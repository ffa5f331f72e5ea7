package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.serving.EngineEndpoint;
import cloud.hanok.platform.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks an engine one question over a connection of its own, at the address that was judged: the JDK's client would
 * resolve the name again. Never follows a redirect; time and size of an answer are bounded as a whole.
 */
final class ProbeClient {
    /** The metrics of an engine take some tens of kilobytes. */
    static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /** An engine that computes on every core answers late. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Duration connectTimeout;
    private final Duration timeout;
    private final SSLSocketFactory tls;

    /** With the JDK's own certificates. */
    static ProbeClient system() {
        return new ProbeClient(CONNECT_TIMEOUT, TIMEOUT, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    ProbeClient(Duration connectTimeout, Duration timeout, SSLSocketFactory tls) {
        this.connectTimeout = connectTimeout;
        this.timeout = timeout;
        this.tls = tls;
    }

    /**
     * What an engine answered.
     *
     * @param status of HTTP
     * @param body decoded; cut off at {@link #MAX_ANSWER_BYTES}
     */
    record Answer(int status, String body) {}

    /**
     * Gets a path, absolute on the engine's host.
     *
     * @throws IOException when no complete answer came in time
     */
    Answer get(EngineEndpoint endpoint, String path, @Nullable Secret credential) throws IOException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        try (Socket plain = new Socket()) {
            plain.connect(endpoint.socketAddress(), (int) connectTimeout.toMillis());
            plain.setSoTimeout((int) timeout.toMillis());
            if (!endpoint.tls()) {
                return ask(plain, endpoint, path, credential, deadlineNanos);
            }
            try (SSLSocket secure = (SSLSocket) tls.createSocket(plain, endpoint.host(), endpoint.port(), true)) {
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
                secure.startHandshake();
                return ask(secure, endpoint, path, credential, deadlineNanos);
            }
        }
    }

    private static Answer ask(
            Socket socket, EngineEndpoint endpoint, String path, @Nullable Secret credential, long deadlineNanos)
            throws IOException {
        StringBuilder request = new StringBuilder()
                .append("GET ")
                .append(path)
                .append(" HTTP/1.1\r\n")
                .append("Host: ")
                .append(endpoint.authority())
                .append("\r\n")
                .append("Accept: */*\r\nUser-Agent: hanok\r\nConnection: close\r\n");
        if (credential != null) {
            request.append("Authorization: Bearer ").append(credential.reveal()).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        byte[] answer = read(socket, deadlineNanos);
        return HttpAnswer.parse(answer);
    }

    private static byte[] read(Socket socket, long deadlineNanos) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 * 1024];
        InputStream in = socket.getInputStream();
        while (answer.size() < MAX_ANSWER_BYTES && !HttpAnswer.isComplete(answer)) {
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new SocketTimeoutException("the answer took too long");
            }
            socket.setSoTimeout((int) Math.max(1, leftMillis));
            int count = in.read(buffer);
            if (count < 0) {
                break;
            }
            answer.write(buffer, 0, count);
        }
        return answer.toByteArray();
    }

    /** Just enough of RFC 9112 to read an answer to a GET without keeping the connection. */
    private static final class HttpAnswer {
        private HttpAnswer() {}

        static boolean isComplete(ByteArrayOutputStream soFar) {
            String text = soFar.toString(StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return false;
            }
            long length = contentLength(text.substring(0, end));
            return length >= 0 && text.length() - end - 4 >= length;
        }

        static Answer parse(byte[] bytes) throws IOException {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0 || !text.startsWith("HTTP/1.") || text.length() < 12) {
                throw new IOException("the answer is no HTTP");
            }
            String head = text.substring(0, end);
            int status;
            try {
                status = Integer.parseInt(head.substring(9, 12));
            } catch (NumberFormatException e) {
                throw new IOException("the answer has no status");
            }
            String body = text.substring(end + 4);
            boolean chunked = head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked");
            return new Answer(status, chunked ? unchunk(body) : body);
        }

        private static long contentLength(String head) {
            for (String line : head.split("\r\n")) {
                if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                    try {
                        return Long.parseLong(line.substring(15).strip());
                    } catch (NumberFormatException e) {
                        return -1;
                    }
                }
            }
            return -1;
        }

        private static String unchunk(String body) {
            StringBuilder whole = new StringBuilder();
            int at = 0;
            while (at < body.length()) {
                int lineEnd = body.indexOf("\r\n", at);
                if (lineEnd < 0) {
                    break;
                }
                int size;
                try {
                    size = Integer.parseInt(
                            body.substring(at, lineEnd).split(";", 2)[0].strip(), 16);
                } catch (NumberFormatException e) {
                    break;
                }
                int from = lineEnd + 2;
                int to = (int) Math.min(body.length(), (long) from + size);
                if (size <= 0) {
                    break;
                }
                whole.append(body, from, to);
                at = to + 2;
            }
            return whole.toString();
        }
    }
}
