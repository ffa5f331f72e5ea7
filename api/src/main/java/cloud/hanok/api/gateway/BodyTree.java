package cloud.hanok.api.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A request that was read and checked, as a tree: for the few whose texts or images are looked at. */
final class BodyTree {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BodyTree() {}

    /** The tree of a request in OpenAI's form. */
    static ObjectNode parse(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a request that was read is no JSON", e);
        }
    }

    /** Its bytes. */
    static byte[] bytes(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
