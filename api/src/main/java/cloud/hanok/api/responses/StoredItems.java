package cloud.hanok.api.responses;

import cloud.hanok.content.response.StoredResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The items of a response that is kept.
 *
 * @param input what was asked
 * @param output what was answered
 */
record StoredItems(JsonNode input, JsonNode output) {
    static StoredItems of(StoredResponse kept) {
        return new StoredItems(tree(kept.input()), tree(kept.output()).path("output"));
    }

    /** In order. */
    Stream<JsonNode> all() {
        return Stream.concat(input.valueStream(), output.valueStream());
    }

    Optional<JsonNode> find(String id) {
        return all().filter(item -> item.path("id").asText().equals(id)).findFirst();
    }

    /** JSON that was written here. */
    static JsonNode tree(byte[] json) {
        try {
            return ResponsesReader.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("what is kept is no JSON", e);
        }
    }

    static byte[] bytes(JsonNode tree) {
        try {
            return ResponsesReader.JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
