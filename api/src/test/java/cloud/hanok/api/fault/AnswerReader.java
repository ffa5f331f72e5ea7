package cloud.hanok.api.fault;

import cloud.hanok.api.fault.ReadAnswer.End;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Reads one HTTP/1.1 answer from a socket, to its end or to the end of the connection, and counts the tokens of the
 * whole events that came. It knows nothing of the program under test but its wire form.
 */
final class AnswerReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream input;
    private final IntPredicate goOn;
    private final Map<String, String> headers = new HashMap<>();
    private final ByteArrayOutputStream event = new ByteArrayOutputStream();
    private int status;
    private int tokens;
    private int largestChunkTokens;
    private End end = End.NO_HEAD;

    /**
     * @param goOn asked after each token with how many came; false leaves
     */
    AnswerReader(InputStream input, IntPredicate goOn) {
        this.input = new BufferedInputStream(input);
        this.goOn = goOn;
    }

    /** Reads to the end, whatever it is. */
    ReadAnswer read(String name) {
        try {
            readHead();
            end = End.CUT;
            if ("chunked".equals(headers.get("transfer-encoding"))) {
                readStream();
            } else {
                readBody();
            }
        } catch (IOException cut) {
            // The end of the connection; what was read until then is the result.
            if (status == 0) {
                end = End.NO_HEAD;
            }
        }
        boolean headCame = end != End.NO_HEAD;
        return new ReadAnswer(
                name,
                headCame ? headers.getOrDefault("x-request-id", ReadAnswer.NO_ID) : ReadAnswer.NO_ID,
                headCame ? status : 0,
                headCame && headers.containsKey("x-receipt-id"),
                end,
                tokens,
                largestChunkTokens);
    }

    private void readHead() throws IOException {
        int seen = Integer.parseInt(line().split(" ")[1]);
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        status = seen;
    }

    private void readBody() throws IOException {
        byte[] body = exactly(Integer.parseInt(headers.get("content-length")));
        if (status != 200) {
            end = End.REFUSED;
            return;
        }
        JsonNode answer = JSON.readTree(body);
        if (answer.at("/choices/0/message/content").asText().isEmpty()) {
            throw new IllegalStateException("a whole body without content");
        }
        tokens = answer.at("/usage/completion_tokens").asInt();
        end = End.WHOLE;
    }

    private void readStream() throws IOException {
        while (end == End.CUT) {
            int size = Integer.parseInt(line(), 16);
            int before = tokens;
            for (int i = 0; i < size && end != End.LEFT; i++) {
                take(oneByte());
            }
            largestChunkTokens = Math.max(largestChunkTokens, tokens - before);
            if (end != End.LEFT) {
                line();
            }
            if (size == 0) {
                return;
            }
        }
    }

    private void take(int next) throws IOException {
        event.write(next);
        if (next == '\n') {
            String text = event.toString(StandardCharsets.UTF_8);
            if (text.endsWith("\n\n")) {
                event.reset();
                whole(text.strip());
            }
        }
    }

    private void whole(String text) throws IOException {
        if (text.startsWith("event: error")) {
            end = End.BROKEN;
        } else if (text.equals("data: [DONE]")) {
            end = End.WHOLE;
        } else {
            JsonNode content = JSON.readTree(text.substring("data: ".length())).at("/choices/0/delta/content");
            if (content.isTextual() && !content.asText().isEmpty()) {
                tokens++;
                if (!goOn.test(tokens)) {
                    end = End.LEFT;
                }
            }
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = oneByte(); next != '\n'; next = oneByte()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private int oneByte() throws IOException {
        int next = input.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }
}
