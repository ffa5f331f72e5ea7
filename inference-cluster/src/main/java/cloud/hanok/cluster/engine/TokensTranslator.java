package cloud.hanok.cluster.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Turns what engines say of tokens into vLLM's form, which is what clients know. */
public final class TokensTranslator {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TokensTranslator() {}

    /**
     * Tokens, or only their number where the engine tells no more.
     *
     * @param contextTokens how long prompt and answer may be together
     * @return {@code {"count", "max_model_len", "tokens", "token_strs"}}; null when the body says neither tokens nor a number
     */
    public static byte @Nullable [] tokens(byte[] body, int contextTokens) {
        try {
            JsonNode said = JSON.readTree(body);
            OptionalLong count = count(said);
            if (count.isEmpty()) {
                return null;
            }
            ObjectNode answer = JSON.createObjectNode().put("count", count.getAsLong());
            answer.put("max_model_len", contextTokens);
            answer.putNull("tokens").putNull("token_strs");
            if (said.path("tokens") instanceof ArrayNode tokens) {
                ids(tokens, answer);
            }
            if (said.path("token_strs").isArray()) {
                answer.set("token_strs", said.get("token_strs"));
            }
            return JSON.writeValueAsBytes(answer);
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** How many tokens an engine says there are; empty when it says nothing of it. */
    public static OptionalLong count(byte[] body) {
        try {
            return count(JSON.readTree(body));
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** A text that an engine made of tokens, as {@code {"prompt"}}; null when the body has none. */
    public static byte @Nullable [] text(byte[] body) {
        try {
            JsonNode said = JSON.readTree(body);
            for (String name : new String[] {"prompt", "content", "text"}) {
                if (said.path(name).isTextual()) {
                    return JSON.writeValueAsBytes(JSON.createObjectNode().set("prompt", said.get(name)));
                }
            }
            return null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static OptionalLong count(JsonNode said) {
        for (String name : new String[] {"count", "input_tokens"}) {
            if (said.path(name).isIntegralNumber()) {
                return OptionalLong.of(said.get(name).asLong());
            }
        }
        return said.path("tokens").isArray()
                ? OptionalLong.of(said.get("tokens").size())
                : OptionalLong.empty();
    }

    /** llama.cpp gives a token with its piece as an object; a piece that is no text, as bytes. */
    private static void ids(ArrayNode tokens, ObjectNode answer) {
        ArrayNode ids = answer.putArray("tokens");
        ArrayNode pieces = JSON.createArrayNode();
        for (JsonNode token : tokens) {
            ids.add(token.path("id").isMissingNode() ? token : token.get("id"));
            if (token.has("piece")) {
                pieces.add(piece(token.get("piece")));
            }
        }
        if (!pieces.isEmpty()) {
            answer.set("token_strs", pieces);
        }
    }

    private static String piece(JsonNode piece) {
        if (!piece.isArray()) {
            return piece.asText();
        }
        var bytes = new ByteArrayOutputStream();
        piece.forEach(each -> bytes.write(each.asInt()));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
