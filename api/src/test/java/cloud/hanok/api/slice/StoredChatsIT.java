package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chat completions that are kept, against the whole program: real store, real keys. What official clients see of them is in their table. */
@ExtendWith(Slice.Shared.class)
class StoredChatsIT {
    private static final String CHATS = "/v1/chat/completions";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Slice slice;
    private static Customer customer;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        customer = slice.customer("보관된 채팅", "KR");
    }

    @Test
    void aChatIsHadAgainAsItWasAnsweredUntilItIsDeleted() throws Exception {
        HttpResponse<String> answer = ask("\"metadata\":{\"건\":\"가\"}");
        JsonNode answered = json(answer, 200);
        String path = CHATS + "/" + answered.path("id").asText();
        HttpResponse<String> again = slice.house.get(path, customer.bearer());
        String body = answer.body();
        assertThat(again.body()).isEqualTo(body.substring(0, body.length() - 1) + ",\"metadata\":{\"건\":\"가\"}}");
        String receipt = again.headers().firstValue("x-receipt-id").orElseThrow();
        assertThat(answer.headers().firstValue("x-receipt-id")).hasValue(receipt);
        await(
                "the receipt",
                Duration.ofSeconds(20),
                () -> slice.house
                                .get("/v1/receipts/" + receipt, customer.bearer())
                                .statusCode()
                        == 200);

        JsonNode messages = json(slice.house.get(path + "/messages?limit=1", customer.bearer()), 200);
        assertThat(messages.at("/data/0/role").asText()).isEqualTo("system");
        assertThat(messages.at("/data/0/content").isNull()).isTrue();
        assertThat(messages.at("/data/0/content_parts/0/text").asText()).isEqualTo("짧게");
        assertThat(messages.path("has_more").asBoolean()).isTrue();
        JsonNode last = json(
                slice.house.get(
                        path + "/messages?after=" + messages.path("last_id").asText(), customer.bearer()),
                200);
        assertThat(last.path("data")).hasSize(1);
        assertThat(last.at("/data/0/content_parts").isNull()).isTrue();

        assertThat(json(slice.house.send(path, "DELETE", null, customer.bearer(), null), 200))
                .isEqualTo(JSON.readTree("{\"object\":\"chat.completion.deleted\",\"id\":" + answered.path("id")
                        + ",\"deleted\":true}"));
        assertCode(slice.house.get(path, customer.bearer()), 404, "not_found");
        assertCode(slice.house.get(path + "/messages", customer.bearer()), 404, "not_found");
        assertCode(slice.house.send(path, "DELETE", null, customer.bearer(), null), 404, "not_found");
        assertThat(ids("metadata[%EA%B1%B4]=%EA%B0%80")).isEmpty();
        JsonNode logged = json(
                slice.house.get("/v1/organization/audit_logs?event_types[]=chat_completion.deleted", customer.admin()),
                200);
        assertThat(logged.toString())
                .contains(answered.path("id").asText())
                .doesNotContain("짧게")
                .doesNotContain("건");
    }

    @Test
    void otherWordsAreSaidAndSearched() {
        String id = json(ask("\"metadata\":{\"lot\":\"old\"}"), 200).path("id").asText();
        String path = CHATS + "/" + id;
        JsonNode changed =
                json(slice.house.send(path, "POST", "{\"metadata\":{\"lot\":\"new\"}}", customer.bearer(), null), 200);
        assertThat(changed.at("/metadata/lot").asText()).isEqualTo("new");
        assertThat(json(slice.house.get(path, customer.bearer()), 200)).isEqualTo(changed);
        assertThat(ids("metadata[lot]=old")).isEmpty();
        assertThat(ids("metadata[lot]=new")).containsExactly(id);
        assertThat(ids("metadata[lot]=new&model=" + Slice.MODEL)).containsExactly(id);
        assertThat(ids("metadata[lot]=new&model=other")).isEmpty();
        assertThat(json(slice.house.send(path, "POST", "{\"metadata\":null}", customer.bearer(), null), 200)
                        .path("metadata"))
                .isEmpty();
        assertCode(slice.house.send(path, "POST", "{}", customer.bearer(), null), 400, "missing_required_parameter");
        assertCode(
                slice.house.send(path, "POST", "{\"metadata\":{\"a\":1}}", customer.bearer(), null),
                400,
                "invalid_type");
        assertCode(slice.house.send(path, "POST", "[", customer.bearer(), null), 400, "invalid_json");
    }

    @Test
    void aListIsReadInBothWays() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(json(ask("\"metadata\":{\"set\":\"a\"}"), 200).path("id").asText());
        }
        assertThat(ids("metadata[set]=a")).isEqualTo(made);
        assertThat(ids("metadata[set]=a&order=desc")).isEqualTo(made.reversed());
        assertThat(ids("metadata[set]=a&after=" + made.get(1))).containsExactly(made.get(2));
        assertThat(ids("metadata[set]=a&order=desc&limit=1&after=" + made.get(2)))
                .containsExactly(made.get(1));
        for (String query : List.of("limit=0", "limit=101", "order=up", "after=chatcmpl-1", "after=resp_1")) {
            assertCode(slice.house.get(CHATS + "?" + query, customer.bearer()), 400, "invalid_value");
        }
    }

    @Test
    void anotherProjectOfTheSameTenantHasNoneOfThem() {
        String id =
                json(ask("\"metadata\":{\"whose\":\"mine\"}"), 200).path("id").asText();
        String project = json(
                        slice.house.send(
                                "/v1/organization/projects", "POST", "{\"name\":\"이웃\"}", customer.admin(), null),
                        200)
                .get("id")
                .asText();
        String neighbour = "Bearer "
                + json(
                                slice.house.send(
                                        "/v1/organization/projects/" + project + "/api_keys",
                                        "POST",
                                        "{\"name\":\"이웃 키\"}",
                                        customer.admin(),
                                        null),
                                201)
                        .get("value")
                        .asText();
        String path = CHATS + "/" + id;
        assertCode(slice.house.get(path, neighbour), 404, "not_found");
        assertCode(slice.house.get(path + "/messages", neighbour), 404, "not_found");
        assertCode(slice.house.send(path, "POST", "{\"metadata\":{}}", neighbour, null), 404, "not_found");
        assertCode(slice.house.send(path, "DELETE", null, neighbour, null), 404, "not_found");
        assertThat(json(slice.house.get(CHATS, neighbour), 200).path("data")).isEmpty();
        assertThat(ids("metadata[whose]=mine")).containsExactly(id);
    }

    private static HttpResponse<String> ask(String members) {
        String messages = "{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"짧게\"}]},"
                + "{\"role\":\"user\",\"content\":\"안녕하세요\"}";
        return slice.house.send(
                CHATS,
                "POST",
                "{\"model\":\"" + Slice.MODEL + "\",\"store\":true," + members + ",\"messages\":[" + messages + "]}",
                customer.bearer(),
                null);
    }

    private static List<String> ids(String query) {
        return json(slice.house.get(CHATS + "?" + query, customer.bearer()), 200)
                .path("data")
                .valueStream()
                .map(chat -> chat.path("id").asText())
                .toList();
    }
}
