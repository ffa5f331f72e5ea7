package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertParam;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What callers say about their requests, from the request to the report. */
@ExtendWith(Slice.Shared.class)
class RequestMetadataIT {
    private static final Duration SHIPPED_LIMIT = Duration.ofSeconds(20);

    @Test
    void metadataReachesUsageCostAndTheRequest(Slice slice) {
        OperatedServer house = slice.house;
        Customer customer = slice.customer("이름표 " + System.nanoTime(), "KR");
        String request = ask(slice, customer, "\"team\":\"상담\",\"order\":\"7\"");
        ask(slice, customer, "\"team\":\"야간\"");
        ask(slice, customer, "");
        String since = "start_time=" + (Instant.now().getEpochSecond() - 3_600);
        String usage = "/v1/organization/usage/completions?" + since;
        await("usage of all three", SHIPPED_LIMIT, () -> requests(house, customer, usage) == 3);

        assertThat(requests(house, customer, usage + "&metadata=" + said("team:상담")))
                .isEqualTo(1);
        assertThat(requests(
                        house, customer, usage + "&metadata[]=" + said("team:상담") + "&metadata[]=" + said("team:야간")))
                .isEqualTo(2);
        assertThat(requests(house, customer, usage + "&metadata=" + said("team:야간") + "&metadata=" + said("order:7")))
                .isZero();
        JsonNode split = json(house.get(usage + "&group_by=metadata:team", customer.admin()), 200);
        assertThat(split.findValuesAsText("metadata")).containsExactlyInAnyOrder("null", "상담", "야간");
        JsonNode costs =
                json(house.get("/v1/organization/costs?" + since + "&group_by=metadata:team", customer.admin()), 200);
        assertThat(costs.findValuesAsText("metadata")).contains("상담", "야간");
        assertParam(house.get(usage + "&metadata=team", customer.admin()), "invalid_value", "metadata");

        JsonNode seen = json(house.get("/platform/v1/requests/" + request, customer.admin()), 200);
        assertThat(seen.at("/metadata/team").asText()).isEqualTo("상담");
        assertThat(seen.at("/metadata/order").asText()).isEqualTo("7");
    }

    /** Asks, and says what the request is called. */
    private static String ask(Slice slice, Customer customer, String metadata) {
        String body = Slice.body("described", "\"tokens\":3", false)
                .replace("\"stream\"", "\"metadata\":{" + metadata + "},\"stream\"");
        HttpResponse<String> answer = slice.house.send("/v1/chat/completions", "POST", body, customer.bearer(), null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private static String said(String pair) {
        return URLEncoder.encode(pair, StandardCharsets.UTF_8);
    }

    private static long requests(OperatedServer house, Customer of, String path) {
        return json(house.get(path, of.admin()), 200).findValues("num_model_requests").stream()
                .mapToLong(JsonNode::asLong)
                .sum();
    }
}
