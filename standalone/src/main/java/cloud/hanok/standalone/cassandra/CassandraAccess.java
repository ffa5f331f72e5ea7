package cloud.hanok.standalone.cassandra;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the application reaches Cassandra.
 *
 * @param contactPoints addresses of CQL ports
 * @param localDatacenter the only data centre
 * @param keyspace the application's keyspace
 * @param username the application's role: it owns its keyspaces and is no superuser
 * @param passwordFile file with the role's password, 0600
 * @param provisioner the role that makes keyspaces and roles of dedicated tenants
 * @param provisionerPasswordFile file with its password, 0600
 */
public record CassandraAccess(
        List<InetSocketAddress> contactPoints,
        String localDatacenter,
        String keyspace,
        String username,
        Path passwordFile,
        String provisioner,
        Path provisionerPasswordFile) {
    /** The contact points as {@code host:port}, separated by commas. */
    public String contactPointList() {
        return contactPoints.stream()
                .map(point -> point.getHostString() + ":" + point.getPort())
                .collect(Collectors.joining(","));
    }
}
