package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names that stand for models, as they are set, heard of, asked and taken away. */
@ExtendWith(Slice.Shared.class)
class ModelNamesIT {
    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final String OWN = "/v1/organization/model_aliases/";
    private static final String OFFERED = "/platform/v1/model_aliases/";

    @Test
    void anOrganizationsNameIsHeardOfAnswersIsListedAndEndsForItAlone(Slice slice) {
        Slice.Customer customer = slice.customer("별칭 상사", "KR");
        Slice.Customer other = slice.customer("다른 상사", "KR");
        String name = "team%2Fdefault";
        assertThat(ask(slice, customer, "team/default").statusCode()).isEqualTo(404);

        JsonNode made =
                json(put(slice, OWN + name, "{\"targets\":[\"gone\",\"" + Slice.MODEL + "\"]}", customer.admin()), 200);
        assertThat(made.get("id").asText()).isEqualTo("team/default");
        long set = System.nanoTime();
        await("the name", PROMISED, () -> ask(slice, customer, "team/default").statusCode() == 200);
        System.out.printf("model alias: answered %.1f s after it was set%n", (System.nanoTime() - set) / 1e9);
        assertThat(json(ask(slice, customer, "team/default"), 200).get("model").asText())
                .isEqualTo(Slice.MODEL);
        assertThat(ask(slice, other, "team/default").statusCode()).isEqualTo(404);

        assertThat(listed(slice, customer, "team/default").get("targets"))
                .extracting(JsonNode::asText)
                .containsExactly("gone", Slice.MODEL);
        assertThat(models(slice, other).toString()).doesNotContain("team/default");
        assertThat(json(slice.house.get("/v1/organization/model_aliases", customer.admin()), 200)
                        .at("/data/0/id")
                        .asText())
                .isEqualTo("team/default");
        assertThat(json(
                                slice.house.get(
                                        "/v1/organization/audit_logs?event_types[]=model_alias.set", customer.admin()),
                                200)
                        .get("data"))
                .hasSize(1);

        json(slice.house.send(OWN + name, "DELETE", null, customer.admin(), null), 200);
        await(
                "the name's end",
                PROMISED,
                () -> ask(slice, customer, "team/default").statusCode() == 404);
        assertThat(slice.house
                        .send(OWN + name, "DELETE", null, customer.admin(), null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(models(slice, customer).toString()).doesNotContain("team/default");
    }

    @Test
    void theOperatorsNameIsOfferedToAllAndNoTenantSetsIt(Slice slice) {
        Slice.Customer customer = slice.customer("제공 별칭", "KR");
        assertThat(put(slice, OFFERED + "latest", "{\"targets\":[\"x\"]}", customer.admin())
                        .statusCode())
                .isEqualTo(403);
        json(put(slice, OFFERED + "latest", "{\"targets\":[\"" + Slice.MODEL + "\"]}", slice.house.operator()), 200);
        try {
            await("the name", PROMISED, () -> ask(slice, customer, "latest").statusCode() == 200);
            assertThat(listed(slice, customer, "latest").get("targets")).hasSize(1);
        } finally {
            json(slice.house.send(OFFERED + "latest", "DELETE", null, slice.house.operator(), null), 200);
        }
        await("the name's end", PROMISED, () -> ask(slice, customer, "latest").statusCode() == 404);
    }

    @Test
    void aWrongNameOrTargetIsRefusedByItsField(Slice slice) {
        Slice.Customer customer = slice.customer("잘못된 별칭", "KR");
        assertParam(slice, customer, "a%20b", "{\"targets\":[\"x\"]}", "name");
        assertParam(slice, customer, "a", "{\"targets\":[]}", "targets");
        assertParam(slice, customer, "a", "{\"targets\":[\"x\",\"x\"]}", "targets");
        assertParam(slice, customer, "a", "{\"targets\":[\"x\",\"한\"]}", "targets[1]");
        assertParam(slice, customer, "a", "{\"targets\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]}", "targets");
        assertThat(put(slice, OWN + "a", "{\"targets\":[\"x\"]}", customer.bearer())
                        .statusCode())
                .isEqualTo(403);
    }

    private static void assertParam(Slice slice, Slice.Customer customer, String name, String body, String param) {
        JsonNode error = json(put(slice, OWN + name, body, customer.admin()), 400);
        assertThat(error.at("/error/param").asText()).isEqualTo(param);
        assertThat(error.at("/error/messages/ko").asText()).isNotEmpty();
    }

    private static HttpResponse<String> put(Slice slice, String path, String body, String bearer) {
        return slice.house.send(path, "PUT", body, bearer, null);
    }

    private static HttpResponse<String> ask(Slice slice, Slice.Customer customer, String model) {
        String body = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"{}\"}]}";
        return slice.house.send("/v1/chat/completions", "POST", body, customer.bearer(), null);
    }

    private static JsonNode models(Slice slice, Slice.Customer customer) {
        return json(slice.house.get("/v1/models", customer.bearer()), 200).get("data");
    }

    private static JsonNode listed(Slice slice, Slice.Customer customer, String name) {
        for (JsonNode model : models(slice, customer)) {
            if (model.get("id").asText().equals(name)) {
                return model;
            }
        }
        throw new AssertionError(name + " is not listed: " + models(slice, customer));
    }
}
