package cloud.hanok.billing;

import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.standalone.testing.CassandraForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Clock;
import java.util.List;

/** A migrated keyspace of the tests' Cassandra, one for the whole run: tests keep apart by their tenants. */
public final class BillingKeyspace {
    private BillingKeyspace() {}

    /** The session, which fails as told. */
    public static FaultInjectingSession session() {
        return Holder.SESSION;
    }

    /** Keyspaces on it. */
    public static Keyspaces keyspaces() {
        return new Keyspaces(new Cql(session(), CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
    }

    private static final class Holder {
        private static final FaultInjectingSession SESSION = open();

        private static FaultInjectingSession open() {
            CassandraForTests cassandra = CassandraForTests.get();
            CqlSession session = CassandraSessions.open(new CassandraSettings(
                    List.of(cassandra.contactPoint().getHostString() + ":"
                            + cassandra.contactPoint().getPort()),
                    cassandra.localDatacenter(),
                    cassandra.programKeyspace("billing"),
                    cassandra.username(),
                    cassandra.password(),
                    CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
            new SchemaMigrations(session, Clock.systemUTC()).migrate();
            return new FaultInjectingSession(session);
        }
    }
}
