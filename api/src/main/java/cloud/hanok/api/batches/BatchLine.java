package cloud.hanok.api.batches;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.openai.Refusals.Expected;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request of a batch, as its line says it.
 *
 * @param customId by which the client knows it
 * @param body what is asked, byte for byte
 */
@SuppressWarnings("ArrayRecordComponent")
record BatchLine(String customId, byte[] body) {
    /** Characters of a name for a line. */
    static final int MOST_ID_CHARACTERS = 512;

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** What a line cannot ask for: nobody would read a stream, and everything of a batch is in the background already. */
    private static final Set<String> NEVER = Set.of("stream", "background");

    /**
     * Reads a line.
     *
     * @param endpoint that every line of the batch asks
     * @throws ApiException when it cannot be asked
     */
    static BatchLine read(JsonLines.Line line, String endpoint) {
        byte[] bytes = line.bytes();
        if (bytes == null) {
            throw new ApiException(ApiError.of(ErrorCode.LINE_TOO_LONG));
        }
        byte[] text = line.number() == 1 ? withoutMark(bytes) : bytes;
        if (!isUtf8(text)) {
            throw new ApiException(ApiError.of(ErrorCode.INVALID_JSON_LINE));
        }
        try (JsonParser parser = JSON.createParser(text)) {
            return new Reading(parser, text, endpoint).line();
        } catch (JsonProcessingException noJson) {
            throw new ApiException(ApiError.of(ErrorCode.INVALID_JSON_LINE), noJson);
        } catch (IOException impossible) {
            throw new IllegalStateException("memory can be read", impossible);
        }
    }

    /** Some editors begin a file with it. */
    private static byte[] withoutMark(byte[] bytes) {
        boolean marked = bytes.length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
        return marked ? Arrays.copyOfRange(bytes, MARK.length, bytes.length) : bytes;
    }

    /** A spreadsheet on a Korean desktop writes another encoding. */
    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    /** A line on its way. */
    private static final class Reading {
        private final JsonParser parser;
        private final byte[] text;
        private final String endpoint;
        private @Nullable String customId;
        private @Nullable String method;
        private @Nullable String url;
        private byte @Nullable [] body;
        private boolean named;

        Reading(JsonParser parser, byte[] text, String endpoint) {
            this.parser = parser;
            this.text = text;
            this.endpoint = endpoint;
        }

        BatchLine line() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ApiException(ApiError.of(ErrorCode.INVALID_JSON_LINE));
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "custom_id" -> customId = text(name);
                    case "method" -> method = text(name);
                    case "url" -> url = text(name);
                    case "body" -> body();
                    default -> throw new ApiException(ApiError.about(ErrorCode.UNKNOWN_PARAMETER, name));
                }
            }
            if (parser.nextToken() != null) {
                throw new ApiException(ApiError.of(ErrorCode.INVALID_JSON_LINE));
            }
            return checked();
        }

        private String text(String name) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw Refusals.type(name, Expected.STRING);
            }
            return parser.getText();
        }

        private void body() throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw Refusals.type("body", Expected.OBJECT);
            }
            int begin = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("model")) {
                    named = !text("body.model").isBlank();
                } else if (NEVER.contains(name) && value == JsonToken.VALUE_TRUE) {
                    throw Refusals.value(
                            "body." + name,
                            "a line of a batch is answered as a whole, when there is time",
                            "배치의 각 줄은 여유가 있을 때 한 번에 응답합니다");
                }
                parser.skipChildren();
            }
            body = Arrays.copyOfRange(
                    text, begin, Math.toIntExact(parser.currentLocation().getByteOffset()));
        }

        private BatchLine checked() {
            String id = required("custom_id", customId);
            if (id.isEmpty() || id.length() > MOST_ID_CHARACTERS) {
                throw Refusals.value(
                        "custom_id",
                        "it must have 1 to " + MOST_ID_CHARACTERS + " characters",
                        "1자 이상 " + MOST_ID_CHARACTERS + "자 이하여야 합니다");
            }
            if (!required("method", method).equals("POST")) {
                throw Refusals.value("method", "it must be POST", "POST여야 합니다");
            }
            if (!required("url", url).equals(endpoint)) {
                throw Refusals.value(
                        "url",
                        "it must be the endpoint of the batch, " + endpoint,
                        "배치의 endpoint인 " + endpoint + "이어야 합니다");
            }
            byte[] asked = body;
            if (asked == null) {
                throw Refusals.missing("body");
            }
            if (!named) {
                throw Refusals.missing("body.model");
            }
            return new BatchLine(id, asked);
        }

        private static String required(String name, @Nullable String value) {
            if (value == null) {
                throw Refusals.missing(name);
            }
            return value;
        }
    }

    @Override
    public String toString() {
        return "BatchLine[" + body.length + " bytes]";
    }
}
