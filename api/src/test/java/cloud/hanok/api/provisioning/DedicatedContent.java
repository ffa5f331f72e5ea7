package cloud.hanok.api.provisioning;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What a dedicated tenant keeps: made by its clients, and looked for where it is and where it must not be. */
final class DedicatedContent {
    private static final List<String> TABLES = List.of(
            "responses",
            "chat_completions",
            "project_chat_completions",
            "conversations",
            "conversation_items",
            "files",
            "project_files",
            "batches",
            "project_batches");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OperatedServer house;
    private final TenantId tenant;
    private final String key;
    private final String model;
    private final OpenAIClient client;

    /** @param model that the tenant's own pool answers for */
    DedicatedContent(OperatedServer house, TenantId tenant, String key, String model) {
        this.house = house;
        this.tenant = tenant;
        this.key = key;
        this.model = model;
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + house.server().port() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    /** Nothing is kept unless it is asked for; what is asked for is kept in the tenant's keyspace and nowhere else. */
    void isKeptInItsOwnKeyspaceAlone() throws IOException {
        JsonNode unasked = post("/v1/responses", "{\"model\":\"" + model + "\",\"input\":\"안녕\"}");
        assertThat(unasked.path("store").asBoolean(true)).isFalse();

        JsonNode conversation = post("/v1/conversations", "{}");
        JsonNode response = post(
                "/v1/responses",
                "{\"model\":\"" + model + "\",\"store\":true,\"conversation\":\""
                        + conversation.path("id").asText() + "\",\"input\":\"안녕\"}");
        get("/v1/responses/" + response.path("id").asText());
        assertThat(get("/v1/conversations/" + conversation.path("id").asText() + "/items")
                        .path("data"))
                .hasSize(2);
        JsonNode chat = post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"store\":true,\"messages\":[{\"role\":\"user\",\"content\":\"안녕\"}]}");
        get("/v1/chat/completions/" + chat.path("id").asText());

        FileObject file = upload("안녕", FilePurpose.USER_DATA);
        assertThat(file.expiresAt()).as("until it is deleted").isEmpty();
        Batch batch = answered(upload(line("가") + "\n" + line("나"), FilePurpose.BATCH));
        assertThat(batch.requestCounts().orElseThrow().completed()).isEqualTo(2);
        try (HttpResponse output = client.files().content(batch.outputFileId().orElseThrow())) {
            assertThat(new String(output.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"custom_id\":\"가\"", "\"custom_id\":\"나\"");
        }

        Keyspaces keyspaces = house.server().context().getBean(Keyspaces.class);
        for (String table : TABLES) {
            assertThat(rows(keyspaces.of(tenant), table)).as(table).isPositive();
            assertThat(rows(keyspaces.platform(), table))
                    .as("%s of everybody", table)
                    .isZero();
        }
    }

    private int rows(Cql cql, String table) {
        CqlStatement of = CqlStatement.read("SELECT tenant FROM " + table + " WHERE tenant = ? ALLOW FILTERING");
        return cql.rows(of, tenant.text()).size();
    }

    private String line(String name) {
        return "{\"custom_id\":\"" + name
                + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"안녕\"}]}}";
    }

    private FileObject upload(String text, FilePurpose purpose) {
        return client.files()
                .create(FileCreateParams.builder()
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                                .filename("민원.jsonl")
                                .build())
                        .purpose(purpose)
                        .build());
    }

    private Batch answered(FileObject input) {
        Batch made = client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(input.id())
                        .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .build());
        await(
                "the end of " + made.id(),
                PATIENCE,
                () -> client.batches().retrieve(made.id()).status().equals(Batch.Status.COMPLETED));
        return client.batches().retrieve(made.id());
    }

    private JsonNode post(String path, String body) {
        return json(house.send(path, "POST", body, "Bearer " + key, null), 200);
    }

    private JsonNode get(String path) {
        return json(house.get(path, "Bearer " + key), 200);
    }
}
