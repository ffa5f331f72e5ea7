package cloud.hanok.standalone.cassandra;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.parts.MavenParts;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.Probe;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.StartCache;
import cloud.hanok.standalone.process.StateDirectory;
import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * One real Cassandra 5 node on loopback, in a child JVM of the JDK that runs this program. Authentication and authorisation are on, writes
 * are durable before they are acknowledged, and data and passwords stay in the state folder from run to run.
 */
public final class Cassandra extends Dependency {
    private static final String SHIM = "org/apache/cassandra/security/ThreadAwareSecurityManager";
    private static final String SHIM_JAR = "shim.jar";

    /** Holds the tables of one installation and what a machine writes to them. */
    private static final int HEAP_MEBIBYTES = 512;
    /**
     * A test run makes some fifty keyspaces of fifty tables, and each of them takes a mebibyte for as long as it exists. Half as much was
     * full at the end: the node collected garbage for three seconds at each change of a table.
     */
    private static final int TEST_HEAP_MEBIBYTES = 4_096;

    /**
     * A test run makes some fifty keyspaces of a hundred tables, and the node would write out its own tables at each of these changes. They
     * are in its commit log all the same. And it logs in thousands of times with passwords that live as long as the run.
     */
    private static final List<String> TEST_OPTIONS = List.of(
            "-XX:TieredStopAtLevel=4",
            "-Dcassandra.test.flush_local_schema_changes=false",
            "-Dcassandra.auth_bcrypt_gensalt_log2_rounds=4");

    private final int heapMebibytes;
    private final List<String> moreOptions;

    /** @param state the folder of this node alone */
    public Cassandra(Machine machine, StateDirectory state) {
        this(machine, state, StartCache.none());
    }

    /**
     * A node with room for a whole test run.
     *
     * @param state the folder of this node alone
     */
    public static Cassandra forTests(Machine machine, StateDirectory state) {
        return new Cassandra(machine, state, StartCache.none(), TEST_HEAP_MEBIBYTES, TEST_OPTIONS);
    }

    /**
     * @param state the folder of this node alone
     * @param startCache for a node that is started again and again
     */
    public Cassandra(Machine machine, StateDirectory state, StartCache startCache) {
        this(machine, state, startCache, HEAP_MEBIBYTES, List.of());
    }

    private Cassandra(
            Machine machine, StateDirectory state, StartCache startCache, int heapMebibytes, List<String> moreOptions) {
        super("cassandra", machine, state, new Limits(Duration.ofMinutes(3), Duration.ofSeconds(30)), startCache);
        this.heapMebibytes = heapMebibytes;
        this.moreOptions = moreOptions;
    }

    /** How the application reaches this node. */
    public CassandraAccess access() {
        return new CassandraAccess(
                List.of(address()),
                CassandraRoles.DATACENTER,
                CassandraRoles.KEYSPACE,
                CassandraRoles.APPLICATION,
                state().file(CassandraRoles.APPLICATION_PASSWORD),
                CassandraRoles.PROVISIONER,
                state().file(CassandraRoles.PROVISIONER_PASSWORD));
    }

    /** Where its commit log and tables are. */
    public Path dataFolder() {
        return state().child("data").path();
    }

    /** Makes a keyspace that the application's role owns; nothing happens when it exists. */
    public void createKeyspace(String name) {
        roles().createKeyspace(name);
    }

    /** Drops keyspaces with all that is in them; those that do not exist are passed over. */
    public void dropKeyspaces(Collection<String> names) {
        roles().dropKeyspaces(names);
    }

    /**
     * Removes all rows of a keyspace but those that say which tables it has.
     *
     * @param writes how often each table had been written when it was emptied before: those that were written since have rows
     * @return how often each has been written now
     */
    public Map<String, Long> emptyKeyspace(String name, Map<String, Long> writes) {
        return roles().emptyKeyspace(name, writes);
    }

    /** A session of any role, to be closed by the caller; empty when the server refuses the password. */
    public Optional<CqlSession> login(String role, String password) {
        return roles().login(role, password);
    }

    @Override
    protected Probe probe() {
        return new CassandraProbe(roles(), ports().port("cql"));
    }

    private CassandraRoles roles() {
        return new CassandraRoles(state(), machine().random(), address());
    }

    private InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", ports().port("cql"));
    }

    @Override
    protected ProcessBuilder command() {
        Path jars = new MavenParts(machine().parts()).cassandraJars();
        Path shim = machine()
                .parts()
                .part("cassandra-shim-2", "the class that lets Cassandra run on JDK 25", Cassandra::packShim);
        ports().requireFree("cql");
        ports().requireFree("storage");
        state().write(
                        "cassandra.yaml",
                        resource("cassandra.yaml")
                                .replace("${cql}", Integer.toString(ports().port("cql")))
                                .replace("${storage}", Integer.toString(ports().port("storage"))));
        state().write("logback.xml", resource("logback.xml"));
        List<String> options = new ArrayList<>();
        resource("jvm.options")
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> options.addAll(List.of(line.split(" "))));
        options.addAll(moreOptions);
        options.addAll(List.of(
                "-Xms" + HEAP_MEBIBYTES + "m",
                "-Xmx" + heapMebibytes + "m",
                "-Dcassandra.config=" + state().file("cassandra.yaml").toUri(),
                "-Dlogback.configurationFile=" + state().file("logback.xml").toUri(),
                "-Dcassandra.storagedir=" + state().child("data").path(),
                "-Dcassandra.logdir=" + state().path()));
        List<Path> classPath = new ArrayList<>(List.of(shim.resolve(SHIM_JAR)));
        classPath.addAll(Tool.jars(jars));
        return new ProcessBuilder(java(options, classPath, "org.apache.cassandra.service.CassandraDaemon", List.of()))
                .directory(state().path().toFile());
    }

    /** In a jar, because a JVM remembers nothing of a class path that has folders. */
    private static void packShim(Path folder) throws IOException {
        compileShim(folder);
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(folder.resolve(SHIM_JAR)))) {
            jar.putNextEntry(new ZipEntry(SHIM + ".class"));
            Files.copy(folder.resolve(SHIM + ".class"), jar);
        }
    }

    private static void compileShim(Path folder) throws IOException {
        Path source = folder.resolve(SHIM + ".java");
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
