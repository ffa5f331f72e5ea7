package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.cassandra.CassandraAccess;
import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A running Cassandra for tests. The first call of {@link #get} in a JVM may start it and takes some seconds.
 *
 * @param contactPoint loopback address of the CQL port
 * @param localDatacenter its data centre
 * @param username the application's role, no superuser
 * @param password the role's password
 */
public record CassandraForTests(
        InetSocketAddress contactPoint, String localDatacenter, String username, String password) {
    private static final int LONGEST_PREFIX = 30;
    private static final int SUFFIX_BYTES = 5;

    /** The Cassandra of this test run. */
    public static CassandraForTests get() {
        CassandraAccess access = SharedDependencies.cassandra().access();
        try {
            String password = Files.readString(access.passwordFile()).strip();
            return new CassandraForTests(
                    access.contactPoints().getFirst(), access.localDatacenter(), access.username(), password);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The folder of its commit log and tables. */
    public static Path dataFolder() {
        return SharedDependencies.cassandra().dataFolder();
    }

    /**
     * Makes an empty keyspace of its own for one test class, owned by the application's role. It is dropped when this JVM ends.
     *
     * @param prefix at most 30 characters of {@code [a-z0-9_]}, starting with a letter
     * @return the name of the keyspace
     */
    public String newKeyspace(String prefix) {
        String name = name(prefix);
        SharedDependencies.keyspaces().create(name);
        return name;
    }

    /**
     * A keyspace for what has the tables of the whole program: one that a test class of this run {@linkplain #giveBack gave back}, or had
     * when its JVM ended, without a row but with all tables; else an empty one. To make the tables takes seconds, to empty them a fraction
     * of one.
     *
     * @param prefix of the name if it is made now, as in {@link #newKeyspace}
     */
    public String programKeyspace(String prefix) {
        return SharedDependencies.keyspaces().program(() -> name(prefix));
    }

    /** Empties a keyspace of {@link #programKeyspace} for the next class, once nobody uses it any more. */
    public static void giveBack(String name) {
        SharedDependencies.keyspaces().giveBack(name);
    }

    /** The same, with the last session on it, which is closed. */
    public static void giveBack(CqlSession last) {
        String name = last.getKeyspace().orElseThrow().asInternal();
        last.close();
        giveBack(name);
    }

    private static String name(String prefix) {
        if (prefix.length() > LONGEST_PREFIX) {
            throw new IllegalArgumentException("keyspace prefix longer than " + LONGEST_PREFIX + ": " + prefix);
        }
        byte[] suffix = new byte[SUFFIX_BYTES];
        SharedDependencies.state().machine().random().nextBytes(suffix);
        return prefix + "_" + HexFormat.of().formatHex(suffix);
    }

    @Override
    public String toString() {
        return "CassandraForTests[" + contactPoint + "]";
    }
}
