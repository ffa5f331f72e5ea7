package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.fault.PlatformCalls.Tenant;
import cloud.hanok.standalone.testing.EngineForTests;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * A real engine with small real weights, which the control plane starts itself. With it one content event is one token,
 * as with the scripted one.
 */
final class RealEngine implements AutoCloseable {
    /** What the names of its deployments begin with. */
    static final String DEPLOYMENT = "fault-smollm2-";

    /** As many as a local engine works on at once: none waits in it for its turn. */
    static final int AT_A_TIME = 2;

    private final House house;
    private final Tenant prober;
    private final PlannedRequest probe;
    private final String id;

    private RealEngine(House house, Tenant prober, String name, String id) {
        this.house = house;
        this.prober = prober;
        this.probe = PlannedRequest.whole("probe", DEPLOYMENT + name, false, 1, 0);
        this.id = id;
    }

    /** Imports, deploys, and waits until it serves. */
    static RealEngine deploy(House house, String name) throws IOException, InterruptedException {
        PlatformCalls calls = house.calls();
        Tenant prober = calls.tenant(name + "-probe");
        String site = calls.created(
                        "/platform/v1/sites",
                        "{\"name\":\"site-%s\",\"country\":\"KR\",\"operator\":\"한옥\"}".formatted(name))
                .get("id")
                .asText();
        String model = calls.created(
                        "/platform/v1/models",
                        "{\"name\":\"%s\",\"publisher\":\"HuggingFaceTB\",\"licence\":\"Apache-2.0\"}".formatted(name))
                .get("id")
                .asText();
        String versions = "/platform/v1/models/" + model + "/versions";
        String version = taken(calls.operates(
                "POST",
                versions,
                "{\"version\":\"135m\",\"kind\":\"stored\",\"path\":\""
                        + EngineForTests.smolLm2().modelFile() + "\"}"));
        house.await("the import", () -> state(calls, versions + "/" + version).equals("available"));
        String id = taken(calls.operates(
                "POST",
                "/platform/v1/deployments",
                ("{\"name\":\"%s\",\"modelVersion\":\"%s\",\"driver\":\"local\",\"site\":\"%s\","
                                + "\"engine\":\"llama.cpp\",\"contextTokens\":1024,"
                                + "\"price\":{\"inputNanoWon\":100,\"cachedNanoWon\":50,\"outputNanoWon\":400}}")
                        .formatted(DEPLOYMENT + name, version, site)));
        var engine = new RealEngine(house, prober, name, id);
        engine.awaitServing();
        return engine;
    }

    /** SIGKILL to the control plane: the engine goes on and is found again, or another has taken its place. */
    void surviveTheGateway() throws IOException, InterruptedException {
        ProcessHandle before = one();
        house.killAndRestart();
        awaitServing();
        ProcessHandle after = one();
        assertThat(after.equals(before) || !before.isAlive())
                .as("engine " + before.pid() + " was adopted or ended, and not left beside " + after.pid())
                .isTrue();
    }

    /** SIGKILL to the engine: the control plane starts another. */
    void killAndAwaitAnother() {
        ProcessHandle before = one();
        assertThat(before.destroyForcibly()).isTrue();
        house.await("the engine's end", () -> !processes().contains(before));
        awaitServing();
        assertThat(one()).isNotEqualTo(before);
    }

    @Override
    public void close() {
        house.calls().operates("DELETE", "/platform/v1/deployments/" + id, null);
        try {
            house.await("the deployment's end", () -> processes().isEmpty());
        } finally {
            processes().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void awaitServing() {
        house.await("an answer of the real engine", () -> house.calls().serves(prober, probe));
    }

    private ProcessHandle one() {
        List<ProcessHandle> all = processes();
        assertThat(all).as("the processes of one engine").hasSize(1);
        return all.getFirst();
    }

    /** Those whose command line names this deployment's folder. */
    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(id))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static String state(PlatformCalls calls, String path) {
        return PlatformCalls.read(calls.operates("GET", path, null))
                .path("state")
                .asText();
    }

    private static String taken(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return PlatformCalls.read(answer).get("id").asText();
    }
}
