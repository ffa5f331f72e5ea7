package cloud.hanok.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.TestMachine;
import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.process.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir
    Path folder;

    private ScriptedPlatform platform;
    private StateDirectory state;

    @BeforeEach
    void start() throws Exception {
        platform = new ScriptedPlatform();
        state = new StateDirectory(folder);
        state.write("operator.secret", "secret");
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void theFirstStartMakesEverythingAndTheSecondNothing() {
        DemoRecord first = demo().ensure();
        assertThat(platform.created()).hasSize(10);
        assertThat(first.complete()).isTrue();
        assertThat(first.keyFile()).hasContent("hk_value");
        assertThat(first.adminKeyFile()).hasContent("hk_admin");
        assertThat(first.logKeyFile()).hasContent("log+key");

        DemoRecord second = demo().ensure();
        assertThat(platform.created()).hasSize(10);
        assertThat(second.id("key")).isEqualTo(first.id("key"));
    }

    @Test
    void aThingThatIsGoneIsMadeAgainAndTheOthersAreLeftAlone() {
        DemoRecord before = demo().ensure();
        platform.forget("/platform/v1/deployments");
        DemoRecord after = demo().ensure();
        assertThat(platform.created()).hasSize(12).last().isEqualTo("/platform/v1/deployments");
        assertThat(after.id("deployment")).isNotEqualTo(before.id("deployment"));
        assertThat(after.id("embeddingDeployment")).isNotEqualTo(before.id("embeddingDeployment"));
        assertThat(after.id("embeddingDeployment")).isNotEqualTo(after.id("deployment"));
        assertThat(after.id("tenant")).isEqualTo(before.id("tenant"));
    }

    @Test
    void whatWasMadeBeforeAnInterruptionIsFoundByItsName() {
        demo().ensure();
        state.remove("demo.json");
        DemoRecord again = demo().ensure();
        assertThat(again.complete()).isTrue();
        assertThat(platform.created().stream().filter(path -> path.endsWith("/deployments")))
                .hasSize(2);
        assertThat(platform.created().stream().filter(path -> path.endsWith("/tenants")))
                .describedAs("the first tenant's admin key is gone, so there is a second tenant")
                .hasSize(2);
    }

    @Test
    void aDeploymentThatFailsIsReportedWithItsReason() {
        platform.deploymentsBecome("failed");
        assertThatThrownBy(() -> demo().ensure())
                .isInstanceOf(StandaloneException.class)
                .hasMessageContaining("failed")
                .hasMessageContaining("no memory left");
    }

    private Demo demo() {
        Machine real = TestMachine.get();
        Map<String, String> environment = Map.of(
                "HANOK_KEYCLOAK_URL", platform.address().toString(),
                "HANOK_KEYCLOAK_OPERATOR_CLIENT_SECRET_FILE",
                        state.file("operator.secret").toString(),
                // Not used here, and asked for wherever there is an outside Keycloak.
                "HANOK_KEYCLOAK_CLIENT_SECRET_FILE",
                        state.file("operator.secret").toString());
        Machine machine = new Machine(real.parts(), real.screen(), real.clock(), real.random(), environment);
        return new Demo(
                new House(machine, state),
                platform.address(),
                () -> folder.resolve("weights.gguf"),
                () -> folder.resolve("vectors.bin"),
                Duration.ofMillis(300));
    }
}
