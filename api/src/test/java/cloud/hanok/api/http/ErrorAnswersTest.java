package cloud.hanok.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErrorAnswersTest {
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(Map.of("trouble", true));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void endpointsRunOnVirtualThreads() {
        HttpResponse<String> answer = server.send(server.request("/trouble/thread"));
        assertThat(answer.body()).isEqualTo("true");
        assertThat(answer.headers().firstValue("x-request-id"))
                .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
    }

    @Test
    void anUnknownAddressIs404AndSoIsAnEndpointOfOthers() {
        assertError(server.request("/nowhere"), 404, "unknown_url");
        assertError(server.request("/v1/nowhere"), 404, "unknown_url");
        assertError(server.request("/v1/moderations").POST(BodyPublishers.ofString("{}")), 404, "unsupported_endpoint");
        assertError(server.request("/nowhere").header("Accept", "text/html"), 404, "unknown_url");
        assertError(server.request("/nowhere").header("Accept", "image/png"), 404, "unknown_url");
    }

    @Test
    void aWrongVerbIs405AndNamesTheRightOnes() {
        HttpResponse<String> answer =
                assertError(server.request("/trouble/thread").DELETE(), 405, "method_not_allowed");
        assertThat(answer.headers().firstValue("allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
    }

    @Test
    void aWrongContentTypeIs415() {
        assertError(
                server.request("/trouble/body")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}")),
                415,
                "unsupported_media_type");
        assertError(
                server.request("/trouble/body")
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(BodyPublishers.ofString("--x--")),
                415,
                "unsupported_media_type");
    }

    @Test
    void bodiesThatCannotBeReadAre400() {
        assertError(json("/trouble/body", "{\"a\":"), 400, "invalid_json");
        assertError(json("/trouble/body", "[1]"), 400, null);
        assertError(json("/trouble/body", ""), 400, "invalid_request");
    }

    @Test
    void aBodyOverTheBoundIs413BeforeItIsRead() throws IOException {
        String answer = server.raw("POST /trouble/body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 99999999\r\n\r\n{");
        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .contains("\"request_too_large\"")
                .contains("x-request-id: req_");
    }

    @Test
    void aHeadOverTheBoundIs431AndAnotherProtocolIs400() throws IOException {
        assertThat(server.raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(70_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("\"request_headers_too_large\"")
                .contains("x-request-id: req_");
        assertThat(server.raw("hello\r\n\r\n"))
                .startsWith("HTTP/1.0 400")
                .contains("\"malformed_request\"")
                .contains("x-request-id: req_");
    }

    @Test
    void parametersAreNamed() {
        HttpResponse<String> wrong = assertError(server.request("/trouble/number?limit=many"), 400, "invalid_type");
        assertThat(error(wrong).get("param").asText()).isEqualTo("limit");
        HttpResponse<String> absent = assertError(server.request("/trouble/number"), 400, "missing_required_parameter");
        assertThat(error(absent).get("param").asText()).isEqualTo("limit");
    }

    @Test
    void aStoreThatIsGoneIs503WithATimeToWait() {
        HttpResponse<String> answer = assertError(server.request("/trouble/store"), 503, "store_unavailable");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("2");
        assertThat(answer.body()).doesNotContain("10.1.2.3");
    }

    @Test
    void ourOwnMistakeTellsNothingOfItself() {
        assertThat(assertError(server.request("/trouble/bug"), 500, "internal_error")
                        .body())
                .doesNotContain("secret");
        assertThat(assertError(server.request("/trouble/error"), 500, "internal_error")
                        .body())
                .doesNotContain("secret");
    }

    @Test
    void whoPrefersKoreanIsAnsweredInKorean() {
        HttpResponse<String> answer =
                assertError(server.request("/nowhere").header("Accept-Language", "ko-KR,ko;q=0.9"), 404, "unknown_url");
        assertThat(error(answer).get("message").asText()).startsWith("알 수 없는 요청 주소입니다: GET /nowhere");
        assertThat(answer.headers().firstValue("content-language")).hasValue("ko");
    }

    @Test
    void livenessIsUpAndMetricsAreOpenInTheirOwnFormat() {
        HttpResponse<String> liveness = server.send(server.request("/health/liveness"));
        assertThat(liveness.statusCode()).isEqualTo(200);
        assertThat(liveness.body()).isEqualTo("{\"status\":\"UP\",\"reasons\":[]}");
        HttpResponse<String> metrics = server.send(server.request("/prometheus"));
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    private static HttpRequest.Builder json(String path, String body) {
        return server.request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> assertError(HttpRequest.Builder request, int status, @Nullable String code) {
        HttpResponse<String> answer = server.send(request);
        JsonNode error = error(answer);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (code != null) {
            assertThat(error.get("code").asText()).isEqualTo(code);
        }
        assertThat(answer.headers().firstValue("x-request-id"))
                .hasValue(error.get("request_id").asText());
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        return answer;
    }

    private static JsonNode error(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body()).get("error");
        } catch (IOException unreadable) {
            throw new AssertionError(answer.body(), unreadable);
        }
    }
}
