package cloud.hanok.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.screen.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void aRunningServerIsFoundAgainByTheNextProgramAndStoppedByIt() {
        ProcessHandle process = server().start(new ProcessBuilder("sleep", "60"));
        ServerProcess later = server();
        assertThat(later.running()).map(ProcessHandle::pid).contains(process.pid());
        later.stop(LIMIT);
        assertThat(ProcessIdentity.lives(process)).isFalse();
        assertThat(later.running()).isEmpty();
        assertThat(state().read("pid")).isEmpty();
    }

    @Test
    void aPidThatWasGivenToAnotherProcessSinceIsNotTakenForTheServer() {
        Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
        ProcessIdentity stale = new ProcessIdentity(ProcessHandle.current().pid(), longAgo);
        state().write("pid", stale.text());
        ServerProcess server = server();
        assertThat(server.running()).isEmpty();
        server.stop(LIMIT);
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void aDamagedPidFileCountsAsNoServer() {
        state().write("pid", "12x");
        assertThat(server().running()).isEmpty();
        assertThat(ProcessIdentity.parse("")).isEmpty();
    }

    @Test
    void aServerThatEndsBeforeItIsReadyIsReportedWithItsLogAndTheNextStep() {
        ServerProcess server = server();
        ProcessHandle process = server.start(new ProcessBuilder("sh", "-c", "echo disk is full; exit 1"));
        assertThatThrownBy(() -> server.awaitHealthy(process, LIMIT, () -> false))
                .isInstanceOfSatisfying(
                        StandaloneException.class,
                        failure -> assertThat(failure.nextStep())
                                .contains(server.log().toString()))
                .hasMessageContaining("disk is full");
    }

    @Test
    void aServerThatIsNotReadyInTimeIsReported() {
        ServerProcess server = server();
        ProcessHandle process = server.start(new ProcessBuilder("sleep", "60"));
        try {
            assertThatThrownBy(() -> server.awaitHealthy(process, Duration.ofMillis(300), () -> false))
                    .isInstanceOf(StandaloneException.class)
                    .hasMessageContaining("not ready after 0.3 s");
        } finally {
            server.kill();
        }
    }

    @Test
    void aServerThatIgnoresTheRequestToEndIsEndedByForce() {
        ServerProcess server = server();
        boolean[] trapped = {false};
        ProcessHandle process =
                server.start(new ProcessBuilder("sh", "-c", "trap '' TERM; echo trapped; while :; do sleep 1; done"));
        server.awaitHealthy(process, LIMIT, () -> {
            trapped[0] = trapped[0] || state().read("thing.log").orElse("").contains("trapped");
            return trapped[0];
        });
        server.stop(Duration.ofMillis(300));
        assertThat(ProcessIdentity.lives(process)).isFalse();
    }

    private StateDirectory state() {
        return new StateDirectory(folder);
    }

    private ServerProcess server() {
        Screen screen = new Screen(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        return new ServerProcess("thing", state(), screen, Clock.systemUTC());
    }
}
