package cloud.hanok.platform.cassandra;

import cloud.hanok.standalone.testing.CassandraForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.util.List;

/** An empty keyspace of the tests' Cassandra. */
public final class FreshKeyspace {
    private FreshKeyspace() {}

    /** How to reach a new one. */
    public static CassandraSettings settings(String prefix) {
        CassandraForTests cassandra = CassandraForTests.get();
        return new CassandraSettings(
                List.of(cassandra.contactPoint().getHostString() + ":"
                        + cassandra.contactPoint().getPort()),
                cassandra.localDatacenter(),
                cassandra.newKeyspace(prefix),
                cassandra.username(),
                cassandra.password(),
                CassandraSettings.DEFAULT_REQUEST_TIMEOUT);
    }

    /** A session on a new one. */
    public static CqlSession open(String prefix) {
        return CassandraSessions.open(settings(prefix));
    }
}
