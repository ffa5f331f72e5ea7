package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.slice.RawConnection.Answer;
import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The edges of HTTP on the whole program, where the byte path and the router share a connection. */
@ExtendWith(Slice.Shared.class)
class RawHttpIT {
    private static final String CHAT = "POST /v1/chat/completions HTTP/1.1";
    private static final String MODELS = "GET /v1/models HTTP/1.1";
    private static final String JSON = "Content-Type: application/json";

    private static Slice slice;
    private static String key;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        Customer customer = slice.customer("가장자리", "KR");
        key = "Authorization: " + customer.bearer();
    }

    @Test
    void anUnknownAddressIsToldSoWithAndWithoutAKeyAndTheConnectionGoesOn() throws IOException {
        try (RawConnection connection = connect()) {
            for (List<String> headers : List.of(List.<String>of(), List.of(key), List.of(key, "Accept: text/html"))) {
                assertError(connection, request("GET /v1/nowhere HTTP/1.1", headers, ""), 404, "unknown_url");
                assertError(connection, request("GET /v1/chat HTTP/1.1", headers, ""), 404, "unknown_url");
                assertError(connection, request("GET /v1/completions/x HTTP/1.1", headers, ""), 404, "unknown_url");
                assertError(connection, request("GET / HTTP/1.1", headers, ""), 404, "unknown_url");
                assertError(
                        connection,
                        request("POST /v1/moderations HTTP/1.1", with(headers, JSON), "{}"),
                        404,
                        "unsupported_endpoint");
            }
            assertModels(connection);
        }
    }

    @Test
    void aWrongVerbNamesTheRightOne() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(request("DELETE /v1/models HTTP/1.1", List.of(key), ""));
            assertThat(error(connection.read(), 405, "method_not_allowed")
                            .headers()
                            .get("allow"))
                    .contains("GET");
        }
        try (RawConnection connection = connect()) {
            connection.send(request("GET /v1/completions HTTP/1.1", List.of(key), ""));
            assertThat(error(connection.read(), 405, "method_not_allowed").headers())
                    .containsEntry("allow", "POST");
        }
    }

    @Test
    void aWrongContentTypeIsRefusedOnBothSides() throws IOException {
        for (String type : List.of("Content-Type: text/plain", "Content-Type: multipart/form-data; boundary=x")) {
            try (RawConnection connection = connect()) {
                assertError(connection, request(CHAT, List.of(key, type), "hello"), 415, "unsupported_media_type");
            }
            try (RawConnection connection = connect()) {
                String operator = "Authorization: " + slice.house.operator();
                assertError(
                        connection,
                        request("POST /platform/v1/sites HTTP/1.1", List.of(operator, type), "hello"),
                        415,
                        "unsupported_media_type");
            }
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedBeforeItIsReadAndWithoutAnInvitation() throws IOException {
        for (List<String> more : List.of(List.<String>of(), List.of("Expect: 100-continue"))) {
            try (RawConnection connection = connect()) {
                List<String> headers = new ArrayList<>(more);
                headers.addAll(List.of(key, JSON, "Content-Length: 99999999"));
                connection.send(request(CHAT, headers, ""));
                error(connection.read(), 413, "request_too_large");
            }
        }
    }

    @Test
    void aConnectionServesOnAfterErrorsOfBothSides() throws IOException {
        try (RawConnection connection = connect()) {
            assertError(connection, request(CHAT, List.of(key, JSON), "{\"model\":"), 400, "invalid_json");
            assertModels(connection);
            assertError(connection, request(CHAT, List.of(key, JSON), "[]"), 400, null);
            assertError(connection, request(MODELS, List.of(), ""), 401, "missing_api_key");
            assertError(connection, request(CHAT, List.of(JSON), "{}"), 401, "missing_api_key");
            assertError(
                    connection,
                    request(CHAT, List.of("Authorization: Basic b3A6b3A=", JSON), "{}"),
                    401,
                    "unsupported_auth_scheme");
            assertChat(connection, chat("edge-reuse", 3, List.of()), 3);
            assertModels(connection);
        }
    }

    @Test
    void http10IsAnsweredWithoutChunksAndTheConnectionEnds() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(request("GET /v1/models HTTP/1.0", List.of(key), ""));
            Answer answer = connection.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.chunked()).isFalse();
            assertThat(connection.ended()).isTrue();
        }
        for (boolean stream : new boolean[] {false, true}) {
            try (RawConnection connection = connect()) {
                String body = Slice.body("edge-http10", "\"tokens\":4", stream);
                connection.send(request("POST /v1/chat/completions HTTP/1.0", List.of(key, JSON), body));
                Answer answer = connection.read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.chunked()).isFalse();
                assertThat(answer.body()).contains(stream ? "data: [DONE]\n\n" : "\"completion_tokens\":4");
                assertThat(connection.ended()).isTrue();
            }
        }
    }

    @Test
    void pipelinedRequestsOfBothSidesAreAnsweredInOrder() throws IOException {
        String slow =
                request(CHAT, List.of(key, JSON), Slice.body("edge-slow", "\"tokens\":2,\"firstMillis\":200", false));
        String stream =
                request(CHAT, List.of(key, JSON), Slice.body("edge-stream", "\"tokens\":5,\"gapMillis\":10", true));
        try (RawConnection connection = connect()) {
            connection.send(slow
                    + request(MODELS, List.of(key), "")
                    + stream
                    + request("GET /v1/nowhere HTTP/1.1", List.of(key), "")
                    + request(MODELS, List.of(), "")
                    + chat("edge-last", 7, List.of()));
            assertThat(connection.read().body()).contains("\"completion_tokens\":2");
            assertThat(connection.read().body()).contains("\"" + Slice.MODEL + "\"");
            assertThat(connection.read().body()).endsWith("data: [DONE]\n\n");
            error(connection.read(), 404, "unknown_url");
            error(connection.read(), 401, "missing_api_key");
            assertThat(connection.read().body()).contains("\"completion_tokens\":7");
        }
    }

    @Test
    void whoWaitsForAnInvitationToSendABodyGetsItOnBothSides() throws IOException {
        String chat = chat("edge-expect", 3, List.of("Expect: 100-continue"));
        String site = request(
                "POST /platform/v1/sites HTTP/1.1",
                List.of("Authorization: " + slice.house.operator(), JSON, "Expect: 100-continue"),
                "{\"name\":\"x\"}");
        try (RawConnection connection = connect()) {
            sendAfterInvitation(connection, chat);
            assertThat(connection.read().body()).contains("\"completion_tokens\":3");
            sendAfterInvitation(connection, site);
            error(connection.read(), 400, "missing_required_parameter");
            assertModels(connection);
        }
    }

    @Test
    void anOfferToSpeakAnotherProtocolIsPassedOver() throws IOException {
        List<String> offer = List.of(
                "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA");
        try (RawConnection connection = connect()) {
            connection.send(request(MODELS, with(offer, key), ""));
            assertThat(connection.read().status()).isEqualTo(200);
            assertChat(connection, chat("edge-upgrade", 3, offer), 3);
            assertModels(connection);
        }
    }

    @Test
    void aPageMayAskWhereItsKeysTenantListsItsOrigin() throws IOException {
        Customer paged = slice.customer("화면", "KR");
        String pages = "/platform/v1/tenants/" + paged.id() + "/policy";
        String own = "Authorization: " + paged.bearer();
        String listed = "Origin: https://app.example.kr";
        String other = "Origin: https://elsewhere.example";
        try (RawConnection connection = connect()) {
            connection.send(request(
                    "OPTIONS /v1/chat/completions HTTP/1.1",
                    List.of(
                            listed,
                            "Access-Control-Request-Method: POST",
                            "Access-Control-Request-Headers: authorization,content-type"),
                    ""));
            Answer asked = connection.read();
            assertThat(asked.status()).isEqualTo(204);
            assertThat(asked.headers())
                    .containsEntry("access-control-allow-origin", "https://app.example.kr")
                    .containsEntry("access-control-allow-methods", "POST")
                    .containsEntry("access-control-allow-headers", "authorization,content-type")
                    .doesNotContainKey("access-control-allow-credentials");

            connection.send(chatOf(own, listed));
            assertThat(error(connection.read(), 403, "origin_not_allowed").headers())
                    .containsEntry("access-control-allow-origin", "https://app.example.kr");

            assertThat(json(
                                    slice.house()
                                            .send(
                                                    pages,
                                                    "PUT",
                                                    "{\"n2sf\":\"O\",\"allowedNetworks\":[],\"allowedOrigins\":[\"https://app.example.kr\"]}",
                                                    slice.house().operator(),
                                                    null),
                                    200)
                            .get("allowedOrigins"))
                    .hasSize(1);
            OperatedServer.await(() -> status(connection, chatOf(own, listed)) == 200);
            connection.send(chatOf(own, listed));
            assertThat(connection.read().headers())
                    .containsEntry("access-control-allow-origin", "https://app.example.kr")
                    .containsEntry("vary", "origin");
            connection.send(chatOf(own, other));
            error(connection.read(), 403, "origin_not_allowed");
        }
    }

    private static int status(RawConnection connection, String request) {
        try {
            connection.send(request);
            return connection.read().status();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String chatOf(String bearer, String origin) {
        return request(CHAT, List.of(bearer, origin, JSON), Slice.body("edge-page", "\"tokens\":1", false));
    }

    @Test
    void twoCredentialsInOneRequestAreRefusedAndNeitherIsUsed() throws IOException {
        String other = "Authorization: Bearer hk_nobody";
        for (List<String> both : List.of(List.of(key, other), List.of(other, key), List.of(key, key))) {
            try (RawConnection connection = connect()) {
                assertError(connection, request(MODELS, both, ""), 400, "malformed_request");
            }
            try (RawConnection connection = connect()) {
                String body = Slice.body("edge-two", "\"tokens\":1", false);
                assertError(connection, request(CHAT, with(both, JSON), body), 400, "malformed_request");
            }
        }
        assertThat(slice.seen("edge-two")).isEmpty();
    }

    @Test
    void aHeadThatIsTooLongOrContradictsItselfEndsTheConnection() throws IOException {
        for (String line : List.of(CHAT, MODELS)) {
            assertLast(
                    request(line, List.of(key, "X-Long: " + "y".repeat(70_000)), ""), 431, "request_headers_too_large");
            assertLast(
                    request(line.replace(" HTTP", "?" + "y".repeat(9_000) + " HTTP"), List.of(key), ""),
                    414,
                    "url_too_long");
            assertLast(request(line, List.of(key, JSON, "Content-Length: 3"), "{}"), 400, "malformed_request");
        }
    }

    private static void assertLast(String request, int status, String code) throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(request);
            error(connection.read(), status, code);
            assertThat(connection.ended()).isTrue();
        }
    }

    private static void sendAfterInvitation(RawConnection connection, String request) throws IOException {
        int body = request.indexOf("\r\n\r\n") + 4;
        connection.send(request.substring(0, body));
        assertThat(connection.read().line()).isEqualTo("HTTP/1.1 100 Continue");
        connection.send(request.substring(body));
    }

    private static void assertModels(RawConnection connection) throws IOException {
        connection.send(request(MODELS, List.of(key), ""));
        Answer answer = connection.read();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().get("x-request-id")).startsWith("req_");
        assertThat(answer.body()).contains("\"" + Slice.MODEL + "\"").doesNotContain("_links", "_embedded");
    }

    private static void assertChat(RawConnection connection, String request, int tokens) throws IOException {
        connection.send(request);
        Answer answer = connection.read();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"completion_tokens\":" + tokens);
    }

    private static void assertError(RawConnection connection, String request, int status, @Nullable String code)
            throws IOException {
        connection.send(request);
        error(connection.read(), status, code);
    }

    /** Its body is the error object and nothing else. */
    private static Answer error(Answer answer, int status, @Nullable String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/json; charset=utf-8");
        JsonNode body = json(answer.body());
        assertThat(body.fieldNames()).toIterable().containsExactly("error");
        JsonNode error = body.get("error");
        if (code != null) {
            assertThat(error.get("code").asText()).isEqualTo(code);
        }
        assertThat(error.get("message").asText()).isNotBlank();
        assertThat(error.get("type").asText()).isNotBlank();
        assertThat(error.get("request_id").asText())
                .startsWith("req_")
                .isEqualTo(answer.headers().get("x-request-id"));
        return answer;
    }

    private static String chat(String name, int tokens, List<String> headers) {
        return request(CHAT, with(headers, key, JSON), Slice.body(name, "\"tokens\":" + tokens, false));
    }

    private static String request(String line, List<String> headers, String body) {
        return RawConnection.request(line, headers, body);
    }

    private static List<String> with(List<String> headers, String... more) {
        var all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return all;
    }

    private static RawConnection connect() throws IOException {
        return new RawConnection(slice.house.server().port());
    }
}
