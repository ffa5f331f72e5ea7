package cloud.hanok.api.slice;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection on which every byte of a request is chosen, and answers are read one after the other. */
final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream input;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        input = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * @param line the status line
     * @param headers by their names in lower case; of two with one name the last
     * @param body decoded, if it came in chunks
     */
    record Answer(String line, Map<String, String> headers, String body) {
        int status() {
            return Integer.parseInt(line.split(" ", 3)[1]);
        }

        boolean chunked() {
            return "chunked".equals(headers.get("transfer-encoding"));
        }
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** The next answer, informational ones included. */
    Answer read() throws IOException {
        String line = line();
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        var answer = new Answer(line, headers, "");
        if (answer.status() < 200 || answer.status() == 204) {
            return answer;
        }
        return new Answer(line, headers, new String(body(answer), StandardCharsets.UTF_8));
    }

    private byte[] body(Answer head) throws IOException {
        if (head.chunked()) {
            var body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.writeBytes(exactly(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        String length = head.headers().get("content-length");
        return length == null ? input.readAllBytes() : exactly(Integer.parseInt(length));
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = input.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the answer ended " + (size - bytes.length) + " bytes early");
        }
        return bytes;
    }

    /** Whether the server has closed; nothing may come before that. */
    boolean ended() throws IOException {
        try {
            return input.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int each = input.read(); each != '\n'; each = input.read()) {
            if (each < 0) {
                throw new EOFException("the connection ended after: " + bytes.toString(StandardCharsets.UTF_8));
            }
            bytes.write(each);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** A request with these header lines and this body. */
    static String request(String line, List<String> headers, String body) {
        var text = new StringBuilder(line).append("\r\nHost: api.example.kr\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
