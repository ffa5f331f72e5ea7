package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.standalone.testing.CassandraForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Clock;
import java.util.List;

/** A keyspace of the tests' Cassandra with the schema of this program. */
final class LogKeyspace {
    private LogKeyspace() {}

    static CqlSession open() {
        CassandraForTests cassandra = CassandraForTests.get();
        CqlSession session = CassandraSessions.open(new CassandraSettings(
                List.of(cassandra.contactPoint().getHostString() + ":"
                        + cassandra.contactPoint().getPort()),
                cassandra.localDatacenter(),
                cassandra.programKeyspace("compliance"),
                cassandra.username(),
                cassandra.password(),
                CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        new SchemaMigrations(session, Clock.systemUTC()).migrate();
        return session;
    }

    static Keyspaces keyspaces(CqlSession session) {
        return new Keyspaces(new Cql(session, CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
    }
}
