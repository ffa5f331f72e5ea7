package cloud.hanok.cluster.control;

import static cloud.hanok.cluster.control.ClusterFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

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
import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.standalone.testing.EngineForTests;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A real engine, from its deployment to its end. */
@TestInstance(Lifecycle.PER_CLASS)
class LocalEngineIT {
    private static final String DIGEST = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

    private Path folder;
    private ClusterFixture cluster;
    private EngineSettings settings;
    private OfferedModel model;

    @BeforeAll
    void prepare(@TempDir Path temporary) {
        folder = temporary;
        cluster = new ClusterFixture();
        EngineForTests engine = EngineForTests.smolLm2();
        settings =
                cluster.engines(List.of(new LlamaServerProgram(engine.commandTemplate())), folder.resolve("engines"));
        model = model(engine.modelFile(), DIGEST);
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @Test
    void engineIsStartedChattedWithRestartedAdoptedAndEnded() throws Exception {
        Deployment asked = cluster.deployments.create(deployment("smollm2-" + cluster.tail(), model));
        assertThat(asked.status().state()).isEqualTo(DeploymentState.PENDING);
        long pid;
        try (Running first = cluster.start(settings)) {
            cluster.awaitState(asked.id(), DeploymentState.READY);
            ServingDeployment serving = Objects.requireNonNull(first.directory.find(asked.name()));
            assertThat(serving.modelDigestOrEmpty()).isEqualTo(DIGEST);
            assertThat(serving.site().country()).isEqualTo("KR");
            chats(serving);
            assertKeyIsPrivate(asked);

            long killed = pid(first, asked);
            assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();
            await("restart", () -> first.view(asked.name()).restarts() == 1);
            assertThat(first.directory.find(asked.name())).isNotNull();
            await("recovery", () -> first.view(asked.name()).status().state() == DeploymentState.READY);
            pid = pid(first, asked);
            assertThat(pid).isNotEqualTo(killed);
            chats(Objects.requireNonNull(first.directory.find(asked.name())));
        }
        assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);

        try (Running second = cluster.start(settings)) {
            await("adoption", () -> {
                ServingDeployment serving = second.directory.find(asked.name());
                return serving != null && serving.leastBusy(null) != null;
            });
            assertThat(pid(second, asked)).isEqualTo(pid);
            ServingDeployment serving = Objects.requireNonNull(second.directory.find(asked.name()));
            chats(serving);

            ServingReplica replica = serving.replicas().getFirst();
            assertThat(replica.begin()).isTrue();
            cluster.deployments.delete(asked.id());
            await("removal from the directory", () -> second.directory.find(asked.name()) == null);
            cluster.awaitState(asked.id(), DeploymentState.STOPPING);
            await("closing", () -> !replica.isHealthy());
            assertThat(replica.begin()).isFalse();
            assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
            replica.end();
            cluster.awaitState(asked.id(), DeploymentState.DELETED);
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(folder.resolve("engines").resolve(asked.id().text())).doesNotExist();
            await(
                    "the name to be free",
                    () -> cluster.deployments
                            .findByName(Pool.SHARED, asked.name())
                            .isEmpty());
        }
    }

    @Test
    void enginesThatCannotStartSayWhyAndAreTriedAgain() {
        Path damaged = folder.resolve("damaged.gguf");
        Deployment missing =
                cluster.deployments.create(deployment("missing-" + cluster.tail(), model(damaged, DIGEST)));
        Deployment wrong =
                cluster.deployments.create(deployment("wrong-" + cluster.tail(), model(Path.of("/bin/sh"), DIGEST)));
        EngineSettings ending = cluster.engines(
                List.of(new LlamaServerProgram(
                        List.of("/bin/sh", "-c", "exit 7", "{model}", "{port}", "{apiKeyFile}"))),
                folder.resolve("ending"));
        Deployment exits = cluster.deployments.create(deployment("exits-" + cluster.tail(), model));
        try (Running running = cluster.start(ending)) {
            assertReason(missing, "weights_missing");
            assertReason(wrong, "weights_damaged");
            assertReason(exits, "engine_ended");
            await("more tries", () -> running.view(exits.name()).restarts() > 2);
            assertThat(running.directory.all(null)).isEmpty();
            assertThat(cluster.deployments
                            .find(exits.id())
                            .orElseThrow()
                            .status()
                            .reason())
                    .isNotNull()
                    .satisfies(reason -> {
                        assertThat(reason.english()).contains("exit status 7").contains("engine.log");
                        assertThat(reason.korean()).isNotBlank();
                    });
            List.of(missing, wrong, exits).forEach(one -> cluster.deployments.delete(one.id()));
            List.of(missing, wrong, exits).forEach(one -> cluster.awaitState(one.id(), DeploymentState.DELETED));
        }
    }

    @Test
    void anEngineOnDamagedWeightsIsEndedBeforeItServes() throws IOException {
        Path pids = folder.resolve("pids");
        Path weights = folder.resolve("large.gguf");
        // Without content, yet long enough that the engine runs before they are read.
        try (var file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.setLength(512L << 20);
        }
        EngineSettings waiting = cluster.engines(
                List.of(new LlamaServerProgram(List.of(
                        "/bin/sh",
                        "-c",
                        "echo $$ >>'" + pids + "'; exec sleep 600",
                        "{model}",
                        "{port}",
                        "{apiKeyFile}"))),
                folder.resolve("waiting"));
        Deployment wrong = cluster.deployments.create(deployment("wrong-" + cluster.tail(), model(weights, DIGEST)));
        try (Running running = cluster.start(waiting)) {
            assertReason(wrong, "weights_damaged");
            await("a second try", () -> running.view(wrong.name()).restarts() > 1);
            cluster.deployments.delete(wrong.id());
            cluster.awaitState(wrong.id(), DeploymentState.DELETED);
            assertThat(pids).isNotEmptyFile();
            for (String pid : Files.readAllLines(pids)) {
                await(
                        "the end of " + pid,
                        () -> ProcessHandle.of(Long.parseLong(pid))
                                .filter(ProcessHandle::isAlive)
                                .isEmpty());
            }
        }
    }

    private void assertReason(Deployment deployment, String code) {
        await(code, () -> {
            var reason = cluster.deployments
                    .find(deployment.id())
                    .orElseThrow()
                    .status()
                    .reason();
            return reason != null && reason.code().equals(code);
        });
    }

    private NewDeployment deployment(String name, OfferedModel offered) {
        return new NewDeployment(
                name,
                Pool.SHARED,
                offered,
                DriverKind.LOCAL,
                cluster.site().id(),
                EngineKind.LLAMA_CPP,
                null,
                null,
                null,
                1024,
                new PriceId(cluster.ulids.next()),
                AnswerTimeouts.DEFAULTS,
                ServingReplica.UNKNOWN_CONCURRENCY);
    }

    private OfferedModel model(Path file, String digest) {
        return new OfferedModel(
                new ModelVersionId(cluster.ulids.next()),
                "HuggingFaceTB",
                "Apache-2.0",
                8192,
                Capabilities.TEXT_CHAT,
                new StoredArtifact(digest, file, ArtifactFormat.GGUF, "llama"));
    }

    private static long pid(Running running, Deployment deployment) {
        return Objects.requireNonNull(running.view(deployment.name()).facts())
                .pid()
                .orElseThrow();
    }

    private void assertKeyIsPrivate(Deployment deployment) throws Exception {
        Path key = folder.resolve("engines").resolve(deployment.id().text()).resolve("api-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(key)).hasSizeGreaterThanOrEqualTo(43);
    }

    private static void chats(ServingDeployment serving) throws Exception {
        ServingReplica replica = Objects.requireNonNull(serving.leastBusy(null));
        String body = "{\"model\":\"" + serving.upstreamModel()
                + "\",\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(replica.endpoint().url("/chat/completions")))
                .header(
                        "Authorization",
                        "Bearer " + Objects.requireNonNull(replica.credential()).reveal())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("completion_tokens");
        }
    }
}
