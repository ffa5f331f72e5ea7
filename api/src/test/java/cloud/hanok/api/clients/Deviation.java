package cloud.hanok.api.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where a client differs from the others.
 *
 * @param works whether the behaviour is there all the same, as far as this client can show it
 * @param facts the difference as a JSON merge patch of the behaviour's facts: null takes a fact away
 * @param note what a reader is told
 */
record Deviation(Behaviour behaviour, boolean works, String facts, String note) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Changes what is expected of everybody into what is expected of this client. */
    void patch(ObjectNode expected) {
        JsonNode patch;
        try {
            patch = JSON.readTree(facts);
        } catch (JsonProcessingException wrong) {
            throw new IllegalStateException(facts, wrong);
        }
        patch.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                expected.remove(change.getKey());
            } else {
                expected.set(change.getKey(), change.getValue());
            }
        });
    }
}
