package cloud.hanok.api.openai;

import cloud.hanok.cluster.engine.Bytes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Events of a stream whose name is the {@code type} of their object. */
public final class NamedEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("\ndata: ");
    private static final byte[] END = ascii("\n\n");

    private NamedEvents() {}

    /** Adds one. */
    public static void add(ObjectNode event, Bytes out) {
        try {
            out.add(EVENT).add(ascii(event.path("type").asText()));
            out.add(DATA).add(JSON.writeValueAsBytes(event)).add(END);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
