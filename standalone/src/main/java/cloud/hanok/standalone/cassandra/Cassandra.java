package cloud.hanok.standalone.cassandra;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.parts.MavenParts;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.Ports;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.ServerProcess;
import cloud.hanok.standalone.process.StateDirectory;
import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * One real Cassandra 5 node on loopback, in a child JVM of the JDK that runs this program. Authentication and authorisation are on, writes
 * are durable before they are acknowledged, and data and passwords stay in the state folder from run to run.
 */
public final class Cassandra implements Dependency {
    private static final String SHIM = "org/apache/cassandra/security/ThreadAwareSecurityManager.java";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Machine machine;
    private final StateDirectory state;
    private final Ports ports;
    private final ServerProcess server;

    /** @param state the folder of this node alone */
    public Cassandra(Machine machine, StateDirectory state) {
        this.machine = machine;
        this.state = state;
        this.ports = new Ports(state, machine.random());
        this.server = new ServerProcess(name(), state, machine.screen(), machine.clock());
    }

    @Override
    public String name() {
        return "cassandra";
    }

    @Override
    public boolean start() {
        Optional<ProcessHandle> running = server.running();
        ProcessHandle process = running.orElseGet(this::launch);
        CassandraRoles roles = roles();
        boolean[] open = {false};
        server.awaitHealthy(process, START_LIMIT, () -> {
            open[0] = open[0] || !Ports.isFree(ports.port("cql"));
            return open[0] && (roles.ready() ? answers(roles) : roles.setUp());
        });
        return running.isEmpty();
    }

    @Override
    public void stop() {
        server.stop(STOP_LIMIT);
    }

    /** Ends the node as a power cut would; the next start recovers from the commit log. */
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

    /** How the application reaches this node. */
    public CassandraAccess access() {
        return new CassandraAccess(
                List.of(address()),
                CassandraRoles.DATACENTER,
                CassandraRoles.KEYSPACE,
                CassandraRoles.APPLICATION,
                state.file(CassandraRoles.APPLICATION_PASSWORD));
    }

    /** Makes a keyspace that the application's role owns; nothing happens when it exists. */
    public void createKeyspace(String name) {
        roles().createKeyspace(name);
    }

    /** A session of any role, to be closed by the caller; empty when the server refuses the password. */
    public Optional<CqlSession> login(String role, String password) {
        return roles().login(role, password);
    }

    private boolean answers(CassandraRoles roles) {
        Optional<CqlSession> session = roles.login(
                CassandraRoles.APPLICATION,
                state.read(CassandraRoles.APPLICATION_PASSWORD).orElse(""));
        session.ifPresent(CqlSession::close);
        return session.isPresent();
    }

    private CassandraRoles roles() {
        return new CassandraRoles(state, machine.random(), address());
    }

    private InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", ports.port("cql"));
    }

    private ProcessHandle launch() {
        Path jars = new MavenParts(machine.parts()).cassandraJars();
        Path shim = machine.parts()
                .part("cassandra-shim-1", "the class that lets Cassandra run on JDK 25", Cassandra::compileShim);
        ports.requireFree("cql");
        ports.requireFree("storage");
        state.write(
                "cassandra.yaml",
                resource("cassandra.yaml")
                        .replace("${cql}", Integer.toString(ports.port("cql")))
                        .replace("${storage}", Integer.toString(ports.port("storage"))));
        state.write("logback.xml", resource("logback.xml"));
        List<String> command = new ArrayList<>(List.of(Tool.java().toString()));
        resource("jvm.options")
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> command.addAll(List.of(line.split(" "))));
        command.addAll(List.of(
                "-Dcassandra.config=" + state.file("cassandra.yaml").toUri(),
                "-Dlogback.configurationFile=" + state.file("logback.xml").toUri(),
                "-Dcassandra.storagedir=" + state.child("data").path(),
                "-Dcassandra.logdir=" + state.path(),
                "-cp",
                shim + ":" + jars + "/*",
                "org.apache.cassandra.service.CassandraDaemon"));
        return server.start(new ProcessBuilder(command).directory(state.path().toFile()));
    }

    private static void compileShim(Path folder) throws IOException {
        Path source = folder.resolve(SHIM);
        Path parent = source.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(source, resource("ThreadAwareSecurityManager.java.txt"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null || compiler.run(null, null, null, "-d", folder.toString(), source.toString()) != 0) {
            throw new StandaloneException(
                    "The class that lets Cassandra run on JDK 25 could not be compiled.",
                    "Use a JDK (not a JRE) as JAVA_HOME; ./hanok doctor shows which one is used.");
        }
    }

    private static String resource(String name) {
        return Resource.text(Cassandra.class, name);
    }
}
