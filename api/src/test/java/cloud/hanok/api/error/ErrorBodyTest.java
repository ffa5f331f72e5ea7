package cloud.hanok.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorBodyTest {
    private static final String REQUEST = "req_01JD0000000000000000000000";

    @Test
    void isTheErrorObjectOfOpenAiWithBothLanguages() throws IOException {
        JsonNode error = error(ApiError.of(ErrorCode.MODEL_NOT_FOUND, "한옥-1").withParam("model"), Language.ENGLISH);
        assertThat(error.fieldNames())
                .toIterable()
                .containsExactly("message", "type", "param", "code", "messages", "request_id");
        assertThat(error.get("code").asText()).isEqualTo("model_not_found");
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.get("param").asText()).isEqualTo("model");
        assertThat(error.get("message").asText()).startsWith("The model '한옥-1' does not exist");
        assertThat(error.at("/messages/en")).isEqualTo(error.get("message"));
        assertThat(error.at("/messages/ko").asText()).startsWith("'한옥-1' 모델이 없거나");
        assertThat(error.get("request_id").asText()).isEqualTo(REQUEST);
    }

    @Test
    void speaksKoreanToWhoPrefersIt() throws IOException {
        JsonNode error = error(ApiError.of(ErrorCode.INVALID_JSON), Language.preferred("ko-KR,ko;q=0.9,en;q=0.8"));
        assertThat(error.get("message").asText()).startsWith("요청 본문이");
        assertThat(error.get("param").isNull()).isTrue();
    }

    @Test
    void repeatsNoLongOrUnprintableInput() throws IOException {
        JsonNode error =
                error(ApiError.about(ErrorCode.UNKNOWN_PARAMETER, "a\r\nb" + "x".repeat(10_000)), Language.ENGLISH);
        assertThat(error.get("message").asText()).hasSizeLessThan(400).startsWith("Unknown parameter: 'a  bx");
        assertThat(error.get("param").asText()).hasSizeLessThan(200);
    }

    @Test
    void saysWhenToTryAgain() {
        var headers = ErrorBody.headers(
                ApiError.of(ErrorCode.STORE_UNAVAILABLE).withRetryAfter(Duration.ofMillis(6_250)), Language.KOREAN);
        assertThat(headers)
                .containsEntry("retry-after", "7")
                .containsEntry("retry-after-ms", "6250")
                .containsEntry("x-should-retry", "true")
                .containsEntry("content-language", "ko");
        assertThat(ErrorBody.headers(ApiError.of(ErrorCode.INSUFFICIENT_QUOTA, "1", "2"), Language.ENGLISH))
                .containsEntry("x-should-retry", "false")
                .doesNotContainKey("retry-after");
    }

    private static JsonNode error(ApiError error, Language language) throws IOException {
        return new ObjectMapper()
                .readTree(ErrorBody.bytes(error, language, REQUEST))
                .get("error");
    }
}
