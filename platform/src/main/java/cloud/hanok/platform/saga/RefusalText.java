package cloud.hanok.platform.saga;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A refusal as it is stored. */
final class RefusalText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RefusalText() {}

    static @Nullable String write(@Nullable Refusal refusal) {
        if (refusal == null) {
            return null;
        }
        ObjectNode text = JSON.createObjectNode()
                .put("code", refusal.code())
                .put("english", refusal.english())
                .put("korean", refusal.korean());
        if (refusal.field() != null) {
            text.put("field", refusal.field());
        }
        return text.toString();
    }

    static @Nullable Refusal read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(text);
            return new Refusal(
                    node.path("code").asText(),
                    node.path("field").textValue(),
                    node.path("english").asText(),
                    node.path("korean").asText());
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the refusal of a saga cannot be read", damaged);
        }
    }
}
