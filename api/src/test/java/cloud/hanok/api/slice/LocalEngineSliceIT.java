package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import cloud.hanok.standalone.testing.EngineForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real weights, from a file on this machine to an answer and its price. */
@ExtendWith(Slice.Shared.class)
class LocalEngineSliceIT {
    private static final String NAME = "smollm2-135m-instruct";
    private static final Duration IMPORT_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final Duration STALE_LIMIT = Duration.ofSeconds(10);

    private static Slice slice;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
    }

    @Test
    void weightsAreImportedDeployedAskedBilledAndTakenDownThroughTheApiAlone() throws Exception {
        Path weights = EngineForTests.smolLm2().modelFile();
        String digest = sha256(weights);
        String version = imported(weights, digest);
        String deployment = slice.deploy("{\"name\":\"" + NAME + "\",\"modelVersion\":\"" + version
                + "\",\"driver\":\"local\",\"site\":\"" + slice.site
                + "\",\"engine\":\"llama.cpp\",\"contextTokens\":1024,\"price\":" + Slice.PRICE + "}");
        List<ProcessHandle> engines = processesOf(deployment);
        assertThat(engines).isNotEmpty();

        Customer customer = slice.customer("실제 모델", "KR");
        Streamed answer = ask(customer);
        assertThat(answer.text()).isNotBlank();
        assertThat(answer.usage().completionTokens()).isBetween(1L, 16L);
        JsonNode request = settled(customer, answer.request());
        JsonNode used = request.get("usage");
        assertThat(used.get("output_tokens").asLong()).isEqualTo(answer.usage().completionTokens());
        assertThat(used.get("input_tokens").asLong()
                        + used.get("input_cached_tokens").asLong())
                .isEqualTo(answer.usage().promptTokens());
        assertThat(request.at("/attempts/0/estimated").asBoolean()).isFalse();
        assertThat(request.at("/decision/model/kind").asText()).isEqualTo("stored");
        assertThat(request.at("/decision/model/digest").asText()).isEqualTo(digest);
        assertThat(request.get("cost_nano_won").asLong())
                .isEqualTo(used.get("input_tokens").asLong() * Slice.INPUT_NANO_WON
                        + used.get("input_cached_tokens").asLong() * Slice.CACHED_NANO_WON
                        + used.get("output_tokens").asLong() * Slice.OUTPUT_NANO_WON);

        otherProtocols(customer);
        itsLogIsReadByOperators(deployment, customer);
        itsReplicaIsSeenByOperators(deployment, customer);

        String path = "/platform/v1/deployments/" + deployment;
        assertThat(slice.house
                        .send(path, "DELETE", null, slice.house.operator(), null)
                        .statusCode())
                .isEqualTo(202);
        await(
                "the deployment's end",
                END_LIMIT,
                () -> slice.deploymentState(deployment).equals("deleted"));
        assertThat(engines).noneMatch(ProcessHandle::isAlive);
        assertThat(processesOf(deployment)).isEmpty();
        assertThat(slice.house.get("/v1/models/" + NAME, customer.bearer()).statusCode())
                .isEqualTo(404);
    }

    private static void itsLogIsReadByOperators(String deployment, Customer customer) {
        String path = "/platform/v1/deployments/" + deployment + "/log";
        JsonNode all = json(slice.house.get(path + "?after=0", slice.house.operator()), 200);
        assertThat(all.get("deployment").asText()).isEqualTo(deployment);
        assertThat(all.get("from").asLong()).isZero();
        assertThat(all.get("text").asText())
                .isNotBlank()
                .endsWith("\n")
                .as("no prompts")
                .doesNotContain("Once upon a time");
        long to = all.get("to").asLong();
        assertThat(to).isEqualTo(all.get("text").asText().getBytes(StandardCharsets.UTF_8).length);
        JsonNode next = json(slice.house.get(path + "?after=" + to, slice.house.operator()), 200);
        assertThat(next.get("from").asLong()).isEqualTo(to);
        assertCode(slice.house.get(path, customer.admin()), 403, "forbidden");
        JsonNode external = json(slice.house.get("/platform/v1/deployments", slice.house.operator()), 200);
        String other = StreamSupport.stream(external.get("data").spliterator(), false)
                .filter(each -> each.get("driver").asText().equals("external"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asText();
        assertCode(
                slice.house.get("/platform/v1/deployments/" + other + "/log", slice.house.operator()),
                404,
                "not_found");
    }

    private static void itsReplicaIsSeenByOperators(String deployment, Customer customer) {
        String path = "/platform/v1/replicas";
        JsonNode replicas = json(slice.house.get(path, slice.house.operator()), 200);
        JsonNode mine = StreamSupport.stream(replicas.get("data").spliterator(), false)
                .filter(each -> each.get("deployment").asText().equals(deployment))
                .findFirst()
                .orElseThrow();
        assertThat(mine.get("id").asText()).startsWith("rep_");
        assertThat(mine.get("state").asText()).isEqualTo("ready");
        assertThat(mine.get("healthy").asBoolean()).isTrue();
        assertThat(mine.get("restarts").asInt()).isZero();
        assertThat(mine.get("inFlight").asInt()).isZero();
        assertThat(mine.get("queued").asInt()).isZero();
        assertThat(mine.get("concurrency").asInt()).isPositive();
        assertThat(Instant.parse(mine.get("since").asText())).isBefore(Instant.now());
        JsonNode recorded =
                json(slice.house.get("/platform/v1/deployments/" + deployment, slice.house.operator()), 200);
        assertThat(mine.get("node")).isEqualTo(recorded.get("node"));
        assertCode(slice.house.get(path, customer.admin()), 403, "forbidden");
    }

    /** What a real engine says in them is counted as it says. */
    private static void otherProtocols(Customer customer) {
        String prompt =
                "{\"model\":\"" + NAME + "\",\"max_tokens\":6,\"temperature\":0,\"prompt\":\"Once upon a time\"";
        JsonNode completion = json(asked(customer, "/v1/completions", prompt + "}"), 200);
        assertThat(completion.at("/choices/0/text").asText()).isNotBlank();
        assertThat(completion.at("/usage/completion_tokens").asInt()).isEqualTo(6);
        String stream =
                asked(customer, "/v1/completions", prompt + ",\"stream\":true}").body();
        assertThat(stream).endsWith("data: [DONE]\n\n").doesNotContain("timings");

        String message = "{\"model\":\"" + NAME
                + "\",\"max_tokens\":6,\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\","
                + "\"content\":\"Say hello.\"}]";
        JsonNode answer = json(asked(customer, "/v1/messages", message + "}"), 200);
        assertThat(answer.at("/content/0/text").asText()).isNotBlank();
        assertThat(answer.at("/usage/output_tokens").asInt()).isBetween(1, 6);
        String alone = message.replace("\"max_tokens\":6,", "");
        assertThat(json(asked(customer, "/v1/messages/count_tokens", alone + "}"), 200)
                        .get("input_tokens")
                        .asInt())
                .isEqualTo(answer.at("/usage/input_tokens").asInt()
                        + answer.at("/usage/cache_read_input_tokens").asInt());
        String text = "{\"model\":\"" + NAME + "\",\"prompt\":\"Say hello.\"}";
        JsonNode tokens = json(asked(customer, "/v1/tokenize", text), 200);
        String back = "{\"model\":\"" + NAME + "\",\"tokens\":" + tokens.get("tokens") + "}";
        assertThat(json(asked(customer, "/v1/detokenize", back), 200)
                        .get("prompt")
                        .asText())
                .isEqualTo("Say hello.");
        HttpResponse<String> events = asked(customer, "/v1/messages", message + ",\"stream\":true}");
        assertThat(events.body())
                .startsWith("event: message_start\n")
                .contains("\"type\":\"text_delta\"")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        String request = events.headers().firstValue("request-id").orElseThrow();
        JsonNode used = settled(customer, request).get("usage");
        assertThat(events.body())
                .contains("\"output_tokens\":" + used.get("output_tokens").asText() + "}")
                .contains("\"input_tokens\":" + used.get("input_tokens").asText() + ",");
    }

    private static HttpResponse<String> asked(Customer customer, String path, String body) {
        return slice.house.send(path, "POST", body, customer.bearer(), null);
    }

    private record Streamed(String request, String text, CompletionUsage usage) {}

    private static String imported(Path weights, String digest) {
        String model = Slice.id(slice.house.created(
                "/platform/v1/models",
                "{\"name\":\"smollm2\",\"publisher\":\"HuggingFaceTB\",\"licence\":\"Apache-2.0\"}"));
        String versions = "/platform/v1/models/" + model + "/versions";
        String version = Slice.id(json(
                slice.house.post(versions, "{\"version\":\"135m\",\"kind\":\"stored\",\"path\":\"" + weights + "\"}"),
                202));
        await(
                "the import",
                IMPORT_LIMIT,
                () -> version(versions, version).get("state").asText().equals("available"));
        assertThat(version(versions, version).get("digest").asText()).isEqualTo(digest);
        return version;
    }

    private static JsonNode version(String versions, String version) {
        return json(slice.house.get(versions + "/" + version, slice.house.operator()), 200);
    }

    private static Streamed ask(Customer customer) {
        ChatCompletionCreateParams question = ChatCompletionCreateParams.builder()
                .model(NAME)
                .addUserMessage("Say hello. " + Slice.CANARY)
                .maxCompletionTokens(16)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        OpenAIClient client = slice.client(customer.key());
        try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> answer =
                client.chat().completions().withRawResponse().createStreaming(question)) {
            List<ChatCompletionChunk> chunks = answer.parse().stream().toList();
            String text = chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .map(choice -> choice.delta().content().orElse(""))
                    .collect(Collectors.joining());
            return new Streamed(
                    answer.requestId().orElseThrow(),
                    text,
                    chunks.getLast().usage().orElseThrow());
        } finally {
            client.close();
        }
    }

    private static JsonNode settled(Customer customer, String request) {
        String path = "/platform/v1/requests/" + request;
        await("the request's receipt", STALE_LIMIT, () -> {
            var answer = slice.house.get(path, customer.bearer());
            return answer.statusCode() == 200 && json(answer.body()).hasNonNull("result");
        });
        return json(slice.house.get(path, customer.bearer()), 200);
    }

    /** Those whose command line names this deployment's folder. */
    private static List<ProcessHandle> processesOf(String deployment) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(deployment))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream input = new DigestInputStream(Files.newInputStream(file), digest)) {
            input.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
