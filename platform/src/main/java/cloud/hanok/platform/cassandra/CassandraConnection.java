package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import java.time.Clock;
import java.util.List;

/** A session with one keyspace: opened, brought to its schema, and closed again; others see keyspaces only. */
public final class CassandraConnection implements AutoCloseable {
    private final CqlSession session;
    private final SchemaMigrations migrations;
    private final Cql cql;

    private CassandraConnection(CqlSession session, CassandraSettings settings, List<SchemaFile> schema, Clock clock) {
        this.session = session;
        this.migrations = new SchemaMigrations(session, clock, schema);
        this.cql = new Cql(session, settings.requestTimeout());
    }

    /**
     * Connects to the keyspace of the platform and of shared tenants.
     *
     * @throws StoreUnavailableException when no contact point answers, or the role is refused
     */
    public static CassandraConnection open(CassandraSettings settings, Clock clock) {
        return open(settings, SchemaFile.packaged(), clock);
    }

    /**
     * Connects to a keyspace that is one tenant's own: it has the tables of tenants alone.
     *
     * @throws StoreUnavailableException when no contact point answers, or the role is refused
     */
    public static CassandraConnection openOwn(CassandraSettings settings, Clock clock) {
        return open(settings, SchemaFile.ofTenants(), clock);
    }

    private static CassandraConnection open(CassandraSettings settings, List<SchemaFile> schema, Clock clock) {
        try {
            return new CassandraConnection(CassandraSessions.open(settings), settings, schema, clock);
        } catch (DriverException refused) {
            throw new StoreUnavailableException(
                    "no session with Cassandra at " + settings.contactPoints() + ": " + refused.getMessage(), refused);
        }
    }

    /** Applies what was not applied yet, and names it; see {@link SchemaMigrations#migrate()}. */
    public List<String> migrate() {
        return migrations.migrate();
    }

    /** Where the live schema departs from the declared one. */
    public SchemaDiff verify() {
        return migrations.verify();
    }

    /**
     * The same, brought to the schema of this program; closed when that fails.
     *
     * @throws IllegalStateException when the schema cannot be applied, or differs from the declared one
     * @throws StoreUnavailableException when Cassandra does not answer
     */
    public CassandraConnection upToDate() {
        try {
            migrate();
            SchemaDiff difference = verify();
            if (!difference.isEmpty()) {
                throw new IllegalStateException("the schema differs from the declared one:\n" + difference);
            }
            return this;
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** The way to the rows of this keyspace. */
    public Cql cql() {
        return cql;
    }

    /** The way to the rows of tenants that all share this keyspace. */
    public Keyspaces keyspaces() {
        return new Keyspaces(cql);
    }

    @Override
    public void close() {
        session.close();
    }
}
