package cloud.hanok.api.openai;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.billing.usage.BilledAttempt;
import cloud.hanok.cluster.engine.ChatRequestBody;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the body of {@code POST /v1/chat/completions}: checks what OpenAI's specification states of it, and keeps where
 * each member lies so that it can be sent on as it is. The text of messages is passed over, never kept.
 */
public final class ChatRequestReader {
    /** More members than the specification has several times over. */
    public static final int MAX_MEMBERS = 128;

    private final JsonFactory json = new JsonFactory();

    /**
     * Reads one body.
     *
     * @throws ApiException saying which parameter is wrong and what would be right
     */
    public InferenceRequest read(byte[] body) {
        if (!isUtf8Like(body)) {
            throw Refusals.unreadable();
        }
        try (JsonParser parser = json.createParser(body)) {
            Reading reading = new Reading(parser, body);
            return reading.request();
        } catch (IOException e) {
            throw Refusals.unreadable();
        }
    }

    private static boolean isUtf8Like(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return false;
            }
        }
        return true;
    }

    /** One pass over one body. */
    private static final class Reading {
        private final JsonParser parser;
        private final byte[] body;
        private final ParameterRules rules;
        private String[] names = new String[16];
        private int[] starts = new int[16];
        private int[] ends = new int[16];
        private int count;

        Reading(JsonParser parser, byte[] body) {
            this.parser = parser;
            this.body = body;
            this.rules = new ParameterRules(parser);
        }

        InferenceRequest request() throws IOException {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw Refusals.unreadable();
            }
            if (first != JsonToken.START_OBJECT) {
                throw Refusals.notAnObject();
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                member();
            }
            if (parser.nextToken() != null) {
                throw Refusals.unreadable();
            }
            return checked();
        }

        private void member() throws IOException {
            String name = parser.currentName();
            if (count == MAX_MEMBERS) {
                throw Refusals.tooMany("parameters", MAX_MEMBERS);
            }
            for (int i = 0; i < count; i++) {
                if (names[i].equals(name)) {
                    throw Refusals.value(name, "it was given twice", "두 번 지정되었습니다");
                }
            }
            parser.nextToken();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            rules.check(name);
            parser.finishToken();
            int end = (int) parser.currentLocation().getByteOffset();
            keep(name, start, end);
        }

        private void keep(String name, int start, int end) {
            if (count == names.length) {
                names = Arrays.copyOf(names, count * 2);
                starts = Arrays.copyOf(starts, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
            }
            names[count] = name;
            starts[count] = start;
            ends[count] = end;
            count++;
        }

        private InferenceRequest checked() {
            String model = rules.model();
            if (model == null) {
                throw Refusals.missing("model");
            }
            if (model.isEmpty() || model.length() > BilledAttempt.MAX_MODEL_LENGTH) {
                throw Refusals.value(
                        "model",
                        "it must have 1 to " + BilledAttempt.MAX_MODEL_LENGTH + " characters",
                        "1자 이상 " + BilledAttempt.MAX_MODEL_LENGTH + "자 이하여야 합니다");
            }
            if (!rules.hasMessages()) {
                throw Refusals.missing("messages");
            }
            if (rules.hasStreamOptions() && !rules.stream()) {
                throw Refusals.value(
                        "stream_options", "it is only allowed with stream: true", "stream: true 일 때만 사용할 수 있습니다");
            }
            var parsed = new ChatRequestBody(
                    body,
                    Arrays.copyOf(names, count),
                    Arrays.copyOf(starts, count),
                    Arrays.copyOf(ends, count),
                    rules.stream(),
                    rules.includeUsage());
            return new InferenceRequest(parsed, model, rules.maxOutputTokens(), rules.choices());
        }
    }
}
