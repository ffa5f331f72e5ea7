package cloud.hanok.platform.cassandra;

import cloud.hanok.standalone.testing.CassandraForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.util.List;

/** A keyspace of the tests' Cassandra in which there is no row. */
public final class FreshKeyspace {
    private FreshKeyspace() {}

    /** A session on one without a table. */
    public static CqlSession open(String prefix) {
        return CassandraSessions.open(settings(CassandraForTests.get().newKeyspace(prefix)));
    }

    /** How to reach one that is for the tables of the program: they are there, or are still to be made. */
    public static CassandraSettings ofProgram(String prefix) {
        return settings(CassandraForTests.get().programKeyspace(prefix));
    }

    private static CassandraSettings settings(String keyspace) {
        CassandraForTests cassandra = CassandraForTests.get();
        return new CassandraSettings(
                List.of(cassandra.contactPoint().getHostString() + ":"
                        + cassandra.contactPoint().getPort()),
                cassandra.localDatacenter(),
                keyspace,
                cassandra.username(),
                cassandra.password(),
                CassandraSettings.DEFAULT_REQUEST_TIMEOUT);
    }
}
