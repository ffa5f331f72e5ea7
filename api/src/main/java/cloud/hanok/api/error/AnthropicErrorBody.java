package cloud.hanok.api.error;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Anthropic's error object, {@code {"type": "error", "error": {"type", "message"}, "request_id"}}, with what ours has besides: the
 * stable code, the parameter, and the sentence in both languages.
 */
final class AnthropicErrorBody {
    private AnthropicErrorBody() {}

    static byte[] bytes(ApiError error, Language language, String requestId) {
        return ErrorBody.json(json -> write(json, error, language, requestId));
    }

    private static void write(JsonGenerator json, ApiError error, Language language, String requestId)
            throws IOException {
        json.writeStringField("type", "error");
        json.writeObjectFieldStart("error");
        json.writeStringField("type", type(error.code()));
        json.writeStringField("message", error.message(language));
        json.writeStringField("param", error.param());
        json.writeStringField("code", error.code().code());
        ErrorBody.writeMessages(json, error);
        json.writeEndObject();
        json.writeStringField("request_id", requestId);
    }

    private static String type(ErrorCode code) {
        return switch (code.status()) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> code.status() < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
