package cloud.hanok.api.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The wire form of an {@link ApiError}: OpenAI's error object, {@code {"error": {"message", "type", "param", "code"}}},
 * with the sentence in both languages and the id to ask us about added. Touches only memory.
 */
public final class ErrorBody {
    /** The media type of every error. */
    public static final String CONTENT_TYPE = "application/json; charset=utf-8";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_BYTES = 512;
    private static final long MILLIS = 1_000;

    private ErrorBody() {}

    /** The body, in UTF-8. */
    public static byte[] bytes(ApiError error, Language language, String requestId) {
        return json(json -> {
            json.writeObjectFieldStart("error");
            json.writeStringField("message", error.message(language));
            json.writeStringField("type", error.code().type().wire());
            json.writeStringField("param", error.param());
            json.writeStringField("code", error.code().code());
            writeMessages(json, error);
            json.writeStringField("request_id", requestId);
            json.writeEndObject();
        });
    }

    /** What an object holds. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** One object. */
    static byte[] json(Members members) {
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** The sentence in each language. */
    static void writeMessages(JsonGenerator json, ApiError error) throws IOException {
        json.writeObjectFieldStart("messages");
        for (Language each : Language.values()) {
            json.writeStringField(each.tag(), error.message(each));
        }
        json.writeEndObject();
    }

    /**
     * The headers an error is sent with, besides {@code x-request-id}: language, whether to try again, and when
     * ({@code retry-after} in whole seconds, rounded up, {@code retry-after-ms} exactly, for SDKs that know it).
     */
    public static Map<String, String> headers(ApiError error, Language language) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", CONTENT_TYPE);
        headers.put("content-language", language.tag());
        headers.put("cache-control", "no-store");
        headers.put("x-should-retry", Boolean.toString(error.code().worthRetrying()));
        long retryAfterMillis = error.retryAfter().toMillis();
        if (retryAfterMillis > 0) {
            headers.put("retry-after", Long.toString(Math.ceilDiv(retryAfterMillis, MILLIS)));
            headers.put("retry-after-ms", Long.toString(retryAfterMillis));
        }
        if (error.code().status() == 401) {
            headers.put("www-authenticate", "Bearer realm=\"hanok\"");
        }
        return headers;
    }
}
