package cloud.hanok.standalone.command;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.cassandra.CassandraAccess;
import cloud.hanok.standalone.controlplane.ControlPlane;
import cloud.hanok.standalone.demo.Demo;
import cloud.hanok.standalone.demo.DemoRecord;
import cloud.hanok.standalone.engine.Engines;
import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.keycloak.KeycloakAccess;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.StateDirectory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ./hanok status}: what runs, and whether users can be served. */
public final class Status {
    /** The form of the JSON; a change that breaks readers raises it. */
    private static final int SCHEMA = 1;

    private static final int READY = 0;
    private static final int NOT_READY = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Machine machine;
    private final House house;
    private final ControlPlane controlPlane;
    private final DemoRecord demo;

    /** @param program folder with the built control plane */
    public Status(Machine machine, StateDirectory state, Path program) {
        this.machine = machine;
        this.house = new House(machine, state);
        this.controlPlane = new ControlPlane(house, program);
        this.demo = new DemoRecord(state);
    }

    /** Prints the state and returns 0 when ready, 3 when not. */
    public int run(boolean json) {
        List<ProcessHandle> engines = Engines.running(house.state());
        List<String> reasons = reasons(engines);
        if (json) {
            machine.screen().line(json(reasons, engines).toString());
        } else {
            print(reasons, engines);
        }
        return reasons.isEmpty() ? READY : NOT_READY;
    }

    private List<String> reasons(List<ProcessHandle> engines) {
        List<String> reasons = new ArrayList<>();
        for (Dependency dependency : house.dependencies()) {
            if (dependency.running().isEmpty()) {
                reasons.add(dependency.name() + " does not run");
            }
        }
        if (controlPlane.running().isEmpty()) {
            reasons.add("control-plane does not run");
        } else if (!controlPlane.ready()) {
            reasons.add("control-plane is not ready");
        }
        if (!demo.complete()) {
            reasons.add("the demo is not set up");
        } else if (ofTexts(engines).isEmpty()) {
            reasons.add("no engine runs");
        } else if (ofEmbeddings(engines).isEmpty()) {
            reasons.add("no engine of embeddings runs");
        }
        return reasons;
    }

    private void print(List<String> reasons, List<ProcessHandle> engines) {
        List<Dependency> all = new ArrayList<>(house.dependencies());
        all.add(controlPlane);
        for (Dependency each : all) {
            machine.screen()
                    .part(
                            each.name(),
                            each.running()
                                    .map(process -> "runs, pid " + process.pid())
                                    .orElse("does not run"));
        }
        engines.forEach(engine -> machine.screen()
                .part(Engines.isOfEmbeddings(engine) ? "embeddings" : "engine", "runs, pid " + engine.pid()));
        if (reasons.isEmpty()) {
            machine.screen().line("ready: " + controlPlane.address() + "/v1");
        } else {
            machine.screen().line("not ready: " + String.join("; ", reasons) + ". Next: ./hanok up");
        }
    }

    private ObjectNode json(List<String> reasons, List<ProcessHandle> engines) {
        URI api = controlPlane.address();
        ObjectNode status = JSON.createObjectNode();
        status.put("schema", SCHEMA).put("ready", reasons.isEmpty());
        reasons.forEach(status.putArray("reasons")::add);
        status.put("api", api.toString()).put("console", api + "/console/").put("docs", api + "/docs");
        status.putObject("openapi")
                .put("inference", api + "/openapi/inference.yaml")
                .put("platform", api + "/openapi/platform.yaml");
        KeycloakAccess keycloak = house.keycloak();
        CassandraAccess cassandra = house.cassandra();
        status.put("keycloak", keycloak.url().toString())
                .put("vault", house.openBao().address().toString())
                .put("cassandra", cassandra.contactPointList());
        status.putObject("operator")
                .put("issuer", keycloak.issuer().toString())
                .put("tokenUrl", keycloak.tokenUrl().toString())
                .put("grant", "client_credentials")
                .put("clientId", keycloak.operatorClientId())
                .put("clientSecretFile", keycloak.operatorClientSecretFile().toString())
                .put("user", keycloak.operatorUser())
                .put("passwordFile", keycloak.operatorPasswordFile().toString());
        ObjectNode made = status.putObject("demo");
        made.put("tenant", demo.id("tenant").orElse(""))
                .put("project", demo.id("project").orElse(""))
                .put("keyFile", demo.keyFile().toString())
                .put("adminKeyFile", demo.adminKeyFile().toString())
                .put("model", Demo.MODEL)
                .put("embeddingModel", Demo.EMBEDDING_MODEL);
        made.putObject("owner")
                .put("user", demo.ownerUser())
                .put("passwordFile", demo.ownerPasswordFile().toString());
        made.putObject("operator")
                .put("user", demo.hasOperator() ? keycloak.operatorUser() : "")
                .put("passwordFile", keycloak.operatorPasswordFile().toString());
        status.putObject("log")
                .put("origin", demo.id("logOrigin").orElse(""))
                .put("url", demo.id("logUrl").orElse(""))
                .put("vkeyFile", demo.logKeyFile().toString());
        pids(status.putObject("pids"), engines);
        return status;
    }

    private void pids(ObjectNode pids, List<ProcessHandle> engines) {
        put(pids, "controlPlane", controlPlane.running());
        for (Dependency dependency : house.dependencies()) {
            put(pids, dependency.name(), dependency.running());
        }
        put(pids, "engine", ofTexts(engines));
        put(pids, "embeddingEngine", ofEmbeddings(engines));
    }

    private static Optional<ProcessHandle> ofTexts(List<ProcessHandle> engines) {
        return engines.stream()
                .filter(engine -> !Engines.isOfEmbeddings(engine))
                .findFirst();
    }

    private static Optional<ProcessHandle> ofEmbeddings(List<ProcessHandle> engines) {
        return engines.stream().filter(Engines::isOfEmbeddings).findFirst();
    }

    private static void put(ObjectNode pids, String name, Optional<ProcessHandle> process) {
        process.ifPresentOrElse(each -> pids.put(name, each.pid()), () -> pids.putNull(name));
    }
}
