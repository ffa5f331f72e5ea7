package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conversations against the whole program: real store, real keys. What official clients see of them is in their table. */
@ExtendWith(Slice.Shared.class)
class ConversationsIT {
    private static final String ALL = "/v1/conversations";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Slice slice;
    private static Customer customer;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        customer = slice.customer("대화", "KR");
    }

    @Test
    void aConversationHoldsWhatIsAddedAndWhatIsAnsweredUntilItIsDeleted() throws Exception {
        JsonNode made = json(send("POST", ALL, "{\"metadata\":{\"건\":\"가\"},\"items\":[" + said("하나") + "]}"), 200);
        String id = made.path("id").asText();
        assertThat(made.path("object").asText()).isEqualTo("conversation");
        assertThat(made.at("/metadata/건").asText()).isEqualTo("가");
        assertThat(json(send("GET", ALL + "/" + id, null), 200)).isEqualTo(made);
        JsonNode added = json(send("POST", ALL + "/" + id + "/items", "{\"items\":[" + said("둘") + "]}"), 200);
        assertThat(added.path("data")).hasSize(1);
        assertThat(added.at("/data/0/content/0/text").asText()).isEqualTo("둘");

        JsonNode response = json(respond("talk-1", id), 200);
        assertThat(response.path("store").asBoolean()).as(response.toString()).isTrue();
        json(respond("talk-2", id), 200);
        assertThat(slice.seen("talk-2"))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).containsSubsequence("하나", "둘", "talk-1", "talk-2"));
        json(send("DELETE", "/v1/responses/" + response.path("id").asText(), null), 200);

        JsonNode newest = json(send("GET", ALL + "/" + id + "/items?limit=4", null), 200);
        assertThat(newest.path("data")).hasSize(4);
        assertThat(newest.path("has_more").asBoolean()).isTrue();
        assertThat(newest.at("/data/3/content/0/text").asText()).contains("talk-1");
        assertThat(newest.at("/data/2")).isEqualTo(response.at("/output/0"));
        JsonNode rest = json(
                send(
                        "GET",
                        ALL + "/" + id + "/items?after="
                                + newest.path("last_id").asText(),
                        null),
                200);
        assertThat(rest.path("data")).hasSize(2);
        assertThat(rest.path("has_more").asBoolean()).isFalse();
        JsonNode oldest = json(send("GET", ALL + "/" + id + "/items?order=asc&limit=1", null), 200);
        assertThat(oldest.at("/data/0/content/0/text").asText()).isEqualTo("하나");

        String item = ALL + "/" + id + "/items/" + response.at("/output/0/id").asText();
        assertThat(json(send("GET", item, null), 200)).isEqualTo(response.at("/output/0"));
        assertThat(json(send("DELETE", item, null), 200)).isEqualTo(made);
        assertCode(send("GET", item, null), 404, "not_found");
        assertCode(send("DELETE", item, null), 404, "not_found");

        assertThat(json(send("DELETE", ALL + "/" + id, null), 200))
                .isEqualTo(
                        JSON.readTree("{\"id\":\"" + id + "\",\"object\":\"conversation.deleted\",\"deleted\":true}"));
        assertCode(send("GET", ALL + "/" + id, null), 404, "not_found");
        assertCode(send("GET", ALL + "/" + id + "/items", null), 404, "not_found");
        assertCode(send("DELETE", ALL + "/" + id, null), 404, "not_found");
        assertCode(respond("talk-3", id), 404, "not_found");
        assertThat(slice.seen("talk-3")).isEmpty();
        JsonNode logged = json(slice.house.get("/v1/organization/audit_logs?limit=100", customer.admin()), 200);
        assertThat(logged.toString())
                .contains(
                        "conversation.created",
                        "conversation.item.added",
                        "conversation.item.deleted",
                        "conversation.deleted",
                        id)
                .doesNotContain("하나", "둘");
    }

    @Test
    void otherWordsAreSaid() {
        String path = ALL + "/" + made();
        assertThat(json(send("POST", path, "{\"metadata\":{\"lot\":\"new\"}}"), 200)
                        .at("/metadata/lot")
                        .asText())
                .isEqualTo("new");
        assertThat(json(send("GET", path, null), 200).at("/metadata/lot").asText())
                .isEqualTo("new");
        assertThat(json(send("POST", path, "{\"metadata\":{\"half\":\"\\ud83d\"}}"), 200)
                        .at("/metadata/half")
                        .asText())
                .isEqualTo("\ud83d");
        assertCode(send("POST", path, "{}"), 400, "missing_required_parameter");
        assertCode(send("POST", path, "{\"metadata\":7}"), 400, "invalid_type");
    }

    @Test
    void whatIsWrongIsRefusedByName() {
        String items = ALL + "/" + made() + "/items";
        String many = IntStream.range(0, 21).mapToObj(i -> said("가")).collect(Collectors.joining(","));
        for (String path : List.of(ALL, items)) {
            assertCode(send("POST", path, "{\"items\":[" + many + "]}"), 400, "invalid_value");
            assertCode(send("POST", path, "{\"items\":7}"), 400, "invalid_type");
            assertCode(send("POST", path, "{\"items\":[{\"role\":\"user\"}]}"), 400, "missing_required_parameter");
            assertCode(
                    send("POST", path, "{\"items\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}"),
                    400,
                    "invalid_value");
            assertCode(send("POST", path, "["), 400, "invalid_json");
        }
        assertCode(send("POST", items, "{}"), 400, "missing_required_parameter");
        assertCode(send("GET", items + "?after=msg_1", null), 400, "invalid_value");
        assertCode(send("GET", items + "?limit=101", null), 400, "invalid_value");
        assertThat(json(send("GET", items, null), 200).path("data")).isEmpty();
        assertThat(json(send("POST", items, "{\"items\":[" + said("\\ud83d") + "]}"), 200)
                        .at("/data/0/content/0/text")
                        .asText())
                .as("half a character is none of our business")
                .isEqualTo("\ud83d");
    }

    @Test
    void anotherProjectOfTheSameTenantHasNoneOfIt() {
        String id = made();
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
        String path = ALL + "/" + id;
        assertCode(slice.house.get(path, neighbour), 404, "not_found");
        assertCode(slice.house.get(path + "/items", neighbour), 404, "not_found");
        assertCode(
                slice.house.send(path + "/items", "POST", "{\"items\":[" + said("가") + "]}", neighbour, null),
                404,
                "not_found");
        assertCode(slice.house.send(path, "DELETE", null, neighbour, null), 404, "not_found");
        assertCode(
                slice.house.send(
                        "/v1/responses",
                        "POST",
                        "{\"model\":\"" + Slice.MODEL + "\",\"conversation\":\"" + id + "\",\"input\":\"가\"}",
                        neighbour,
                        null),
                404,
                "not_found");
        assertThat(json(send("GET", path + "/items", null), 200).path("data")).isEmpty();
    }

    private static String made() {
        return json(send("POST", ALL, "{}"), 200).path("id").asText();
    }

    private static String said(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    private static HttpResponse<String> respond(String name, String conversation) {
        String input = JSON.getNodeFactory()
                .textNode(Slice.message(name, "\"tokens\":2"))
                .toString();
        return send(
                "POST",
                "/v1/responses",
                "{\"model\":\"" + Slice.MODEL + "\",\"conversation\":\"" + conversation + "\",\"input\":" + input
                        + "}");
    }

    private static HttpResponse<String> send(String method, String path, @Nullable String body) {
        return slice.house.send(path, method, body, customer.bearer(), null);
    }
}
