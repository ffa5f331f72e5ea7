package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.cassandra.Cassandra;
import cloud.hanok.standalone.cassandra.CassandraAccess;
import cloud.hanok.standalone.process.StateDirectory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/** A Cassandra of a test alone, a cluster beside the one that tests share, which it may stop and start; closing it ends it. */
public final class OwnCassandra implements AutoCloseable {
    private final Cassandra server;

    private OwnCassandra(Cassandra server) {
        this.server = server;
    }

    /** Starts one; takes some seconds. */
    public static OwnCassandra start(Path folder) {
        OwnCassandra own =
                new OwnCassandra(new Cassandra(SharedDependencies.state().machine(), new StateDirectory(folder)));
        own.resume();
        return own;
    }

    /** Loopback address of its CQL port. */
    public InetSocketAddress contactPoint() {
        return server.access().contactPoints().getFirst();
    }

    /** Its data centre. */
    public String localDatacenter() {
        return server.access().localDatacenter();
    }

    /** Of a control plane that makes dedicated tenants there, under this name. */
    public Map<String, Object> settings(String name) {
        CassandraAccess access = server.access();
        String prefix = "hanok.dedicated.clusters." + name + ".";
        return Map.of(
                prefix + "contact-points", access.contactPointList(),
                prefix + "local-datacenter", access.localDatacenter(),
                prefix + "username", access.provisioner(),
                prefix + "password-file", access.provisionerPasswordFile().toString(),
                prefix + "replication", access.localDatacenter() + ":1");
    }

    /** Ends it as a power cut would. */
    public void kill() {
        server.kill();
    }

    /** Starts it, if need be, and waits until it can be used. */
    public void resume() {
        server.start();
    }

    @Override
    public void close() {
        server.kill();
    }
}
