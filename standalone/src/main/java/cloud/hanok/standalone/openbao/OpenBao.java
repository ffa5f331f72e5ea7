package cloud.hanok.standalone.openbao;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.parts.PythonParts;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.Probe;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One real OpenBao server on loopback with raft storage and an audit device. It is initialised once; the key that unseals it lies only in
 * the state folder, which is why a production profile refuses such a server; the root token is revoked after the set-up.
 */
public final class OpenBao extends Dependency {
    private static final String CONFIGURATION = "openbao.hcl";
    private static final String AUDIT_LOG = "audit.log";
    private static final Pattern AUDIT_PATH = Pattern.compile("file_path = \"([^\"]+)\"");

    /** @param state the folder of this server alone */
    public OpenBao(Machine machine, StateDirectory state) {
        super("openbao", machine, state, new Limits(Duration.ofMinutes(2), Duration.ofSeconds(10)));
    }

    /** How the control plane reaches this server. */
    public OpenBaoAccess access() {
        return new OpenBaoAccess(
                address("http"),
                state().file(OpenBaoSetup.ROLE_ID),
                state().file(OpenBaoSetup.SECRET_ID),
                state().file(OpenBaoSetup.PROVISIONER_ROLE_ID),
                state().file(OpenBaoSetup.PROVISIONER_SECRET_ID),
                state().file(AUDIT_LOG));
    }

    /** Takes its keys out of reach until {@link #unseal()}: nothing it holds can be read or used. */
    public void seal() {
        try (OpenBaoSetup setup = new OpenBaoSetup(state(), new OpenBaoClient(address("http")))) {
            setup.seal();
        }
    }

    /** Opens it again. */
    public void unseal() {
        try (OpenBaoSetup setup = new OpenBaoSetup(state(), new OpenBaoClient(address("http")))) {
            setup.unseal();
        }
    }

    @Override
    protected Probe probe() {
        return new OpenBaoSetup(state(), new OpenBaoClient(address("http")));
    }

    @Override
    protected ProcessBuilder command() {
        Path binary = new PythonParts(machine().parts(), Tool.python(machine().environment())).openBao();
        ports().requireFree("http");
        ports().requireFree("cluster");
        Path configuration = state().write(
                        "openbao.hcl",
                        Resource.text(OpenBao.class, "openbao.hcl")
                                .replace("${http}", Integer.toString(ports().port("http")))
                                .replace("${cluster}", Integer.toString(ports().port("cluster")))
                                .replace("${data}", state().child("data").path().toString())
                                .replace("${audit}", auditPath()));
        return new ProcessBuilder(binary.toString(), "server", "-config=" + configuration)
                .directory(state().path().toFile());
    }

    /**
     * The server refuses another name of its audit file than the one it was initialised with. Relative to the folder it runs in, so that the
     * state can be moved; older installations keep their absolute name.
     */
    private String auditPath() {
        Matcher known = AUDIT_PATH.matcher(state().read(CONFIGURATION).orElse(""));
        return known.find() ? known.group(1) : AUDIT_LOG;
    }
}
