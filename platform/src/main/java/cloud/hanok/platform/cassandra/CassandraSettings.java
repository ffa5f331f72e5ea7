package cloud.hanok.platform.cassandra;

import cloud.hanok.platform.secret.Secret;
import java.time.Duration;
import java.util.List;

/**
 * Where Cassandra is and who we are there.
 *
 * @param contactPoints {@code host:port}, at least one
 * @param localDatacenter the only data centre that is ever asked
 * @param keyspace that is entered
 * @param username a role that is no superuser
 * @param password its password; never printed
 * @param requestTimeout how long one statement may take
 */
public record CassandraSettings(
        List<String> contactPoints,
        String localDatacenter,
        String keyspace,
        String username,
        String password,
        Duration requestTimeout) {
    /** Long enough for a write under group commit on a busy machine, short enough for a person who waits. */
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(5);

    public CassandraSettings {
        contactPoints = List.copyOf(contactPoints);
        if (contactPoints.isEmpty()) {
            throw new IllegalArgumentException("hanok.cassandra.contact-points: at least one host:port is needed");
        }
        if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
            throw new IllegalArgumentException(
                    "hanok.cassandra.keyspace: lower-case letters, digits and _ only, at most 48");
        }
    }

    /** Another keyspace of the same cluster, entered by another role. */
    public CassandraSettings of(String otherKeyspace, String role, Secret rolePassword) {
        return new CassandraSettings(
                contactPoints, localDatacenter, otherKeyspace, role, rolePassword.reveal(), requestTimeout);
    }

    /** The same of another cluster. */
    public CassandraSettings at(List<String> otherContactPoints, String otherDatacenter) {
        return new CassandraSettings(otherContactPoints, otherDatacenter, keyspace, username, password, requestTimeout);
    }

    @Override
    public String toString() {
        return "CassandraSettings[" + contactPoints + ", " + localDatacenter + ", " + keyspace + ", " + username + "]";
    }
}
