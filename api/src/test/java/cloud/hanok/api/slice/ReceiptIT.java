package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.receipt.OutsideVerifier;
import cloud.hanok.api.receipt.OutsideVerifier.Verdict;
import cloud.hanok.api.scripted.ScriptedRequest.Outcome;
import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The receipt of a real request, judged by a program that is not ours. */
@ExtendWith(Slice.Shared.class)
class ReceiptIT {
    /** As the contract promises. */
    private static final Duration PENDING_LIMIT = Duration.ofSeconds(3);

    private static Slice slice;
    private static OutsideVerifier verifier;
    private static Customer customer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(Slice shared) throws IOException, InterruptedException {
        slice = shared;
        verifier = OutsideVerifier.build();
        customer = slice.customer("영수증", "KR");
        // The log's first signature warms what a running house has long warmed.
        logged(chat("receipt-first"), Duration.ofSeconds(10));
    }

    @Test
    void aReceiptIsProvenToAStrangerWithinThreeSecondsAndAFlippedByteIsNot() throws Exception {
        String request = chat("receipt");
        String receipt = logged(request, PENDING_LIMIT);
        JsonNode leaves = json(receipt);
        assertThat(leaves.get("origin")).isEqualTo(customer.made().at("/log/origin"));
        JsonNode log =
                json(slice.house.get("/v1/receipts/log", customer.bearer()).body());
        assertThat(log.get("object").asText()).isEqualTo("receipt_log");
        assertThat(log.get("vkey")).isEqualTo(customer.made().at("/log/vkey"));
        assertThat(log.get("origin")).isEqualTo(leaves.get("origin"));
        assertThat(log.get("url")).isEqualTo(customer.made().at("/log/url"));
        String path = "/v1/receipts/" + request + ".tlog-proof";
        String closing = text(path);
        assertThat(text(path + "?leaf=closing")).isEqualTo(closing);
        String opening = text(path + "?leaf=opening");

        assertProven(verify(receipt, "closing", closing), request);
        assertProven(verify(receipt, "opening", opening), request);
        assertThat(verify(receipt, "closing", opening).proven()).isFalse();
        for (String leaf : new String[] {"closing", "opening"}) {
            Verdict flipped = verify(flipped(leaves, leaf), leaf, leaf.equals("closing") ? closing : opening);
            assertThat(flipped.proven()).as(flipped.output()).isFalse();
            assertThat(flipped.output()).contains("NOT PROVEN");
        }

        JsonNode opened = decoded(leaves.at("/opening/receipt"));
        assertThat(opened.get("requestId").asText()).isEqualTo(request);
        assertThat(opened.at("/site/id").asText()).isEqualTo(slice.site);
        assertThat(opened.at("/site/name").asText()).isEqualTo("chuncheon-1");
        assertThat(opened.at("/site/country").asText()).isEqualTo("KR");
        assertThat(opened.at("/site/operator").asText()).isEqualTo("춘천 데이터센터");
        assertThat(opened.at("/model/name").asText()).isEqualTo(Slice.MODEL);
        assertThat(opened.at("/model/version").asText()).isEqualTo(slice.version);
        assertThat(opened.at("/model/kind").asText()).isEqualTo("declared");
        assertThat(opened.at("/model/digest").asText()).isEqualTo("unknown");
        assertThat(opened.at("/residency/allowed").asBoolean()).isTrue();
        JsonNode closed = decoded(leaves.at("/closing/receipt"));
        assertThat(closed.get("outcome").asText()).isEqualTo("completed");
        assertThat(closed.at("/usage/outputTokens").asLong()).isEqualTo(9);
        assertThat(opened.toString() + closed).doesNotContain(Slice.CANARY);
    }

    @Test
    void aReceiptIsPendingWhileItsRequestRunsAndThenSaysThatTheClientLeft() throws Exception {
        String body = Slice.body("receipt-left", "\"tokens\":50,\"promptTokens\":20,\"hangAfterTokens\":6", true);
        HttpRequest request = slice.house
                .server()
                .request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .header("Authorization", customer.bearer())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String id;
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            id = answer.headers().firstValue("x-receipt-id").orElseThrow();
            readTokens(answer.body(), 6);
            await("pending", PENDING_LIMIT, () -> receipt(id).statusCode() == 202);
            assertThat(json(receipt(id).body())).isEqualTo(json("{\"object\":\"receipt\",\"status\":\"pending\"}"));
            assertThat(slice.house
                            .get("/v1/receipts/" + id + ".tlog-proof", customer.bearer())
                            .statusCode())
                    .isEqualTo(202);
            answer.body().close();
        }
        await(
                "the engine's end",
                PENDING_LIMIT,
                () -> slice.seen("receipt-left").getFirst().outcome().equals(Outcome.ABORTED));
        JsonNode closed = decoded(json(logged(id, PENDING_LIMIT)).at("/closing/receipt"));
        assertThat(closed.get("outcome").asText()).isEqualTo("client_left");
        assertThat(closed.at("/usage/partial").asBoolean()).isTrue();
        assertThat(closed.at("/usage/outputTokens").asLong()).isEqualTo(6);
        assertThat(closed.at("/usage/inputTokens").asLong()).isEqualTo(20);
    }

    private static void readTokens(InputStream stream, int tokens) throws IOException {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (text.toString().split("\"delta\":\\{\"content\":\"", -1).length <= tokens) {
            int read = stream.read(buffer);
            assertThat(read).as("the stream ended: " + text).isPositive();
            text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
    }

    /** The receipt's text; on the way there nothing but pending is said. */
    private static String logged(String request, Duration limit) {
        await("the receipt of " + request, limit, () -> {
            HttpResponse<String> answer = receipt(request);
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
            return answer.statusCode() == 200;
        });
        return receipt(request).body();
    }

    private static HttpResponse<String> receipt(String request) {
        return slice.house.get("/v1/receipts/" + request, customer.bearer());
    }

    private static String text(String path) {
        HttpResponse<String> answer = slice.house.get(path, customer.bearer());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String chat(String name) {
        String body = Slice.body(name, "\"tokens\":9,\"promptTokens\":12", false);
        HttpResponse<String> answer = slice.house.send("/v1/chat/completions", "POST", body, customer.bearer(), null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-receipt-id").orElseThrow();
    }

    private Verdict verify(String receipt, String leaf, String proof) throws Exception {
        return verifier.verify(
                folder,
                customer.vkey(),
                receipt.getBytes(StandardCharsets.UTF_8),
                leaf,
                proof.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertProven(Verdict verdict, String request) {
        assertThat(verdict.proven()).as(verdict.output()).isTrue();
        assertThat(verdict.output()).contains("PROVEN", request);
    }

    /** One bit of the receipt's bytes is another. */
    private static String flipped(JsonNode leaves, String leaf) {
        ObjectNode copy = leaves.deepCopy();
        byte[] bytes =
                Base64.getDecoder().decode(copy.at("/" + leaf + "/receipt").asText());
        int digit = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("Z\"") - 1;
        bytes[digit] ^= 1;
        ((ObjectNode) copy.get(leaf)).put("receipt", Base64.getEncoder().encodeToString(bytes));
        return copy.toString();
    }

    private static JsonNode decoded(JsonNode receipt) {
        return json(new String(Base64.getDecoder().decode(receipt.asText()), StandardCharsets.UTF_8));
    }
}
