package cloud.hanok.standalone.openbao;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.parts.PythonParts;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.Ports;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.ServerProcess;
import cloud.hanok.standalone.process.StateDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One real OpenBao server on loopback with raft storage and an audit device. It is initialised once; the key that unseals it lies only in
 * the state folder, which is why a production profile refuses such a server; the root token is revoked after the set-up.
 */
public final class OpenBao implements Dependency {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Machine machine;
    private final StateDirectory state;
    private final Ports ports;
    private final ServerProcess server;

    /** @param state the folder of this server alone */
    public OpenBao(Machine machine, StateDirectory state) {
        this.machine = machine;
        this.state = state;
        this.ports = new Ports(state, machine.random());
        this.server = new ServerProcess(name(), state, machine.screen(), machine.clock());
    }

    @Override
    public String name() {
        return "openbao";
    }

    @Override
    public boolean start() {
        Optional<ProcessHandle> running = server.running();
        ProcessHandle process = running.orElseGet(this::launch);
        try (OpenBaoClient client = new OpenBaoClient(address())) {
            OpenBaoSetup setup = new OpenBaoSetup(state, client);
            server.awaitHealthy(process, START_LIMIT, setup::advance);
        }
        return running.isEmpty();
    }

    @Override
    public void stop() {
        server.stop(STOP_LIMIT);
    }

    /** Ends the server as a power cut would. */
    public void kill() {
        server.kill();
    }

    @Override
    public Optional<ProcessHandle> running() {
        return server.running();
    }

    @Override
    public Path log() {
        return server.log();
    }

    /** How the control plane reaches this server. */
    public OpenBaoAccess access() {
        return new OpenBaoAccess(
                address(),
                state.file(OpenBaoSetup.ROLE_ID),
                state.file(OpenBaoSetup.SECRET_ID),
                state.file("audit.log"));
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + ports.port("http"));
    }

    private ProcessHandle launch() {
        Path binary = new PythonParts(machine.parts(), Tool.python(machine.environment())).openBao();
        ports.requireFree("http");
        ports.requireFree("cluster");
        Path configuration = state.write(
                "openbao.hcl",
                Resource.text(OpenBao.class, "openbao.hcl")
                        .replace("${http}", Integer.toString(ports.port("http")))
                        .replace("${cluster}", Integer.toString(ports.port("cluster")))
                        .replace("${data}", state.child("data").path().toString())
                        .replace("${audit}", state.file("audit.log").toString()));
        return server.start(new ProcessBuilder(binary.toString(), "server", "-config=" + configuration)
                .directory(state.path().toFile()));
    }
}
