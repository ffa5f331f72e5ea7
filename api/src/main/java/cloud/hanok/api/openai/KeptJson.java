package cloud.hanok.api.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** JSON that is kept as it was sent, and read again later. */
public final class KeptJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private KeptJson() {}

    /** What somebody else wrote; empty where it is none. */
    public static Optional<JsonNode> read(byte[] json) {
        try {
            return Optional.of(JSON.readTree(json));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** What was looked at before it was kept. */
    public static JsonNode tree(byte[] json) {
        return read(json).orElseThrow(() -> new IllegalStateException("what is kept is no JSON"));
    }

    /** As bytes; half a character of a text is an escape in it. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * An object with one more member at its end; nothing of it changes.
     *
     * @param object JSON, with nothing but spaces around it
     */
    public static byte[] with(byte[] object, String member, JsonNode value) {
        int end = object.length - 1;
        while (object[end] != '}') {
            end--;
        }
        byte[] more = (",\"" + member + "\":" + new String(bytes(value), StandardCharsets.UTF_8) + "}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[end + more.length];
        System.arraycopy(object, 0, whole, 0, end);
        System.arraycopy(more, 0, whole, end, more.length);
        return whole;
    }
}
