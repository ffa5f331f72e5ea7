package cloud.hanok.cluster.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps half characters from clients. JSON may write a character beyond the first 65,536 as two escapes, a surrogate
 * pair, and an engine may put them into two chunks; many clients cannot put the halves together. The first half is held
 * back and comes with the second one. A half that stands alone becomes the replacement character, and one at the very
 * end of a text is left out. An instance serves one stream.
 */
final class HalfCharacters {
    /** A backslash, a u and four digits. */
    private static final int ESCAPE_BYTES = 6;

    /** Numbers are written as they were read. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** The half that ended a text, by where in the stream's choices that text is written. */
    private final Map<String, Character> held = new HashMap<>();

    /** Whether something is held, or there is an escaped half of a pair in {@code json[from, to)}. */
    boolean concern(byte[] json, int from, int to) {
        if (!held.isEmpty()) {
            return true;
        }
        for (int at = from; at + ESCAPE_BYTES <= to; at++) {
            if (json[at] == '\\'
                    && json[at + 1] == 'u'
                    && (json[at + 2] | 0x20) == 'd'
                    && Character.digit(json[at + 3], 16) >= 8) {
                return true;
            }
        }
        return false;
    }

    /** The choices in {@code json[from, to)}, without halves; as they stand where they are no JSON. */
    void write(byte[] json, int from, int to, Bytes out) {
        try {
            JsonNode choices = JSON.readTree(json, from, to - from);
            for (int at = 0; at < choices.size(); at++) {
                JsonNode choice = choices.get(at);
                whole(choice, Integer.toString(choice.path("index").asInt(at)), false);
            }
            out.add(JSON.writeValueAsBytes(choices));
        } catch (JsonProcessingException unreadable) {
            out.add(json, from, to);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** @param goesOn whether the texts here are pieces of which the next chunk has the next one */
    private void whole(JsonNode node, String place, boolean goesOn) {
        switch (node) {
            case ObjectNode object ->
                object.properties().forEach(member -> {
                    String name = member.getKey();
                    boolean piece = goesOn || name.equals("delta") || name.equals("text");
                    if (member.getValue() instanceof TextNode text) {
                        member.setValue(TextNode.valueOf(whole(text.textValue(), place + '.' + name, piece)));
                    } else {
                        whole(member.getValue(), place + '.' + name, piece);
                    }
                });
            case ArrayNode array -> {
                for (int at = 0; at < array.size(); at++) {
                    JsonNode element = array.get(at);
                    String where = place + '.' + element.path("index").asInt(at);
                    if (element instanceof TextNode text) {
                        array.set(at, TextNode.valueOf(whole(text.textValue(), where, false)));
                    } else {
                        whole(element, where, goesOn);
                    }
                }
            }
            default -> {}
        }
    }

    private String whole(String piece, String place, boolean goesOn) {
        if (piece.isEmpty()) {
            return piece;
        }
        Character half = held.remove(place);
        String text = half == null ? piece : half + piece;
        int last = text.length() - 1;
        if (goesOn && Character.isHighSurrogate(text.charAt(last))) {
            held.put(place, text.charAt(last));
            text = text.substring(0, last);
        }
        return Surrogates.whole(text);
    }
}
