package cloud.hanok.standalone.cassandra;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * How the application reaches Cassandra.
 *
 * @param contactPoint loopback address of the CQL port
 * @param localDatacenter the only data centre
 * @param keyspace the application's keyspace
 * @param username the application's role: it owns its keyspaces and is no superuser
 * @param passwordFile file with the role's password, 0600
 */
public record CassandraAccess(
        InetSocketAddress contactPoint, String localDatacenter, String keyspace, String username, Path passwordFile) {}
