package cloud.hanok.api.batches;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.error.Language;
import cloud.hanok.content.batch.BatchUsage;
import cloud.hanok.platform.id.Ulid;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What came of a line, as a line of the output or of the errors. */
sealed interface LineResult {
    /** The line that says so, with its end. */
    byte[] bytes(Ulid id, String customId);

    /** Whether it is an answer: it belongs to the output. */
    boolean isAnswer();

    /** Tokens of the answer. */
    default BatchUsage usage() {
        return BatchUsage.NONE;
    }

    /**
     * It was answered, or refused for good.
     *
     * @param request names its receipt
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Told(String request, int status, byte[] body) implements LineResult {
        private static final int OK = 200;

        @Override
        public boolean isAnswer() {
            return status == OK;
        }

        @Override
        public byte[] bytes(Ulid id, String customId) {
            return Writing.line(id, customId, json -> {
                json.writeObjectFieldStart("response");
                json.writeNumberField("status_code", status);
                json.writeStringField("request_id", request);
                json.writeFieldName("body");
                json.writeRawValue(Writing.onOneLine(body));
                json.writeEndObject();
                json.writeNullField("error");
            });
        }

        /** As the answer says it, in whichever form. */
        @Override
        public BatchUsage usage() {
            JsonNode usage = Writing.member(body, "usage");
            long input = number(usage, "input_tokens", "prompt_tokens");
            long output = number(usage, "output_tokens", "completion_tokens");
            return new BatchUsage(
                    input,
                    number(detail(usage, "input_tokens_details", "prompt_tokens_details"), "cached_tokens", ""),
                    output,
                    number(
                            detail(usage, "output_tokens_details", "completion_tokens_details"),
                            "reasoning_tokens",
                            ""));
        }

        private static JsonNode detail(JsonNode usage, String name, String other) {
            return usage.has(name) ? usage.path(name) : usage.path(other);
        }

        private static long number(JsonNode node, String name, String other) {
            return node.has(name) ? node.path(name).asLong() : node.path(other).asLong();
        }

        @Override
        public String toString() {
            return "Told[" + request + ", " + status + "]";
        }
    }

    /** It was not asked, or not to its end; that costs nothing. */
    record Unasked(ErrorCode why, Language language) implements LineResult {
        @Override
        public boolean isAnswer() {
            return false;
        }

        @Override
        public byte[] bytes(Ulid id, String customId) {
            return Writing.line(id, customId, json -> {
                json.writeNullField("response");
                json.writeObjectFieldStart("error");
                json.writeStringField("code", why.code());
                json.writeStringField("message", ApiError.of(why).message(language));
                json.writeEndObject();
            });
        }
    }

    /** How lines are written. */
    final class Writing {
        private static final JsonFactory JSON = JsonFactory.builder().build();
        private static final JsonMapper TREES = new JsonMapper();

        private Writing() {}

        /** Writes what follows the names. */
        @FunctionalInterface
        interface Rest {
            void write(JsonGenerator json) throws IOException;
        }

        private static byte[] line(Ulid id, String customId, Rest rest) {
            var out = new ByteArrayOutputStream();
            try (JsonGenerator json = JSON.createGenerator(out)) {
                json.writeStartObject();
                json.writeStringField("id", "batch_req_" + id);
                json.writeStringField("custom_id", customId);
                rest.write(json);
                json.writeEndObject();
            } catch (IOException impossible) {
                throw new IllegalStateException("memory can be written", impossible);
            }
            out.write('\n');
            return out.toByteArray();
        }

        /** Between the members of an object a line's end says nothing; inside a text there is none. */
        private static String onOneLine(byte[] json) {
            byte[] flat = json.clone();
            for (int i = 0; i < flat.length; i++) {
                if (flat[i] == '\n' || flat[i] == '\r') {
                    flat[i] = ' ';
                }
            }
            return new String(flat, StandardCharsets.UTF_8);
        }

        /** One member of an object, without reading what lies beside it. */
        private static JsonNode member(byte[] object, String name) {
            try (JsonParser parser = TREES.createParser(object)) {
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        boolean found = parser.currentName().equals(name);
                        parser.nextToken();
                        if (found) {
                            return TREES.readTree(parser);
                        }
                        parser.skipChildren();
                    }
                }
            } catch (IOException unreadable) {
                return TREES.missingNode();
            }
            return TREES.missingNode();
        }
    }
}
