package cloud.hanok.cluster.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Turns an engine's vectors into the answer the client gets: as numbers, each as the engine wrote it, or as OpenAI's base64 of
 * 32-bit floats, little-endian.
 */
public final class EmbeddingTranslator {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] START = Names.ascii("{\"object\":\"list\",\"data\":[");
    private static final byte[] ITEM = Names.ascii("{\"object\":\"embedding\",\"index\":");
    private static final byte[] EMBEDDING = Names.ascii(",\"embedding\":");
    private static final byte[] MODEL = Names.ascii("],\"model\":");
    private static final byte[] PROMPT_TOKENS = Names.ascii(",\"usage\":{\"prompt_tokens\":");
    private static final byte[] TOTAL_TOKENS = Names.ascii(",\"total_tokens\":");
    private static final int MANY_DIMENSIONS = 1024;

    private EmbeddingTranslator() {}

    /**
     * The client's body.
     *
     * @param bytes the JSON
     * @param vectors how many there are
     * @param dimensions how many numbers each has
     */
    public record Embeddings(byte[] bytes, int vectors, int dimensions) {}

    /**
     * Reads an engine's answer.
     *
     * @param model the name the client asked for
     * @param base64 whether the client wants base64
     * @param counts takes what the engine says of tokens
     * @return null when the body has no {@code data} of vectors that are all of one length
     */
    public static @Nullable Embeddings translate(
            EngineCodec codec, byte[] body, String model, boolean base64, TokenCounts counts) {
        JsonMembers members = new JsonMembers();
        if (!members.scan(body, 0, body.length)) {
            return null;
        }
        int data = members.find(Names.DATA);
        if (data < 0) {
            return null;
        }
        codec.readCounts(members, new JsonMembers(), counts);
        int start = members.valueStart(data);
        try (JsonParser parser = JSON.createParser(body, start, members.valueEnd(data) - start)) {
            var writing = new Writing(body, start, base64);
            if (!writing.items(parser)) {
                return null;
            }
            Bytes out = writing.out.add(MODEL).addJsonString(model);
            out.add(PROMPT_TOKENS).add(counts.inputTokens());
            out.add(TOTAL_TOKENS).add(counts.inputTokens()).add('}').add('}');
            return new Embeddings(out.copy(), writing.vectors, writing.dimensions);
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** One pass over {@code data}. */
    private static final class Writing {
        private final byte[] body;
        private final int offset;
        private final boolean base64;
        private final Bytes out = new Bytes().add(START);
        private ByteBuffer floats =
                ByteBuffer.allocate(MANY_DIMENSIONS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        private int vectors;
        private int dimensions;

        Writing(byte[] body, int offset, boolean base64) {
            this.body = body;
            this.offset = offset;
            this.base64 = base64;
        }

        boolean items(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return false;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                if (!item(parser)) {
                    return false;
                }
            }
            return vectors > 0 && parser.currentToken() == JsonToken.END_ARRAY;
        }

        private boolean item(JsonParser parser) throws IOException {
            // Whether or not the engine states the index, it is that of the order.
            long index = vectors;
            boolean found = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                    index = parser.getLongValue();
                } else if (name.equals("embedding") && value == JsonToken.START_ARRAY && !found) {
                    found = true;
                    if (!vector(parser)) {
                        return false;
                    }
                } else {
                    parser.skipChildren();
                }
            }
            vectors++;
            return found && index == vectors - 1;
        }

        private boolean vector(JsonParser parser) throws IOException {
            int start = offset + (int) parser.currentTokenLocation().getByteOffset();
            floats.clear();
            int count = 0;
            JsonToken token = parser.nextToken();
            while (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
                if (base64) {
                    put(parser.getFloatValue());
                }
                count++;
                token = parser.nextToken();
            }
            boolean sameLength = vectors == 0 || count == dimensions;
            if (token != JsonToken.END_ARRAY || count == 0 || !sameLength) {
                return false;
            }
            dimensions = count;
            if (vectors > 0) {
                out.add(',');
            }
            out.add(ITEM).add(vectors).add(EMBEDDING);
            if (base64) {
                byte[] packed = new byte[floats.position()];
                floats.get(0, packed);
                out.add('"').add(Base64.getEncoder().encode(packed)).add('"');
            } else {
                int end = offset + (int) parser.currentLocation().getByteOffset();
                out.add(body, start, end);
            }
            out.add('}');
            return true;
        }

        private void put(float value) {
            if (floats.remaining() < Float.BYTES) {
                floats.flip();
                floats = ByteBuffer.allocate(floats.capacity() * 2)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(floats);
            }
            floats.putFloat(value);
        }
    }
}
