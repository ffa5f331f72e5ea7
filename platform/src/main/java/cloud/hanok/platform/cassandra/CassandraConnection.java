package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import java.time.Clock;
import java.util.List;

/** The program's one session, opened, brought to its schema, and closed again; others see keyspaces only. */
public final class CassandraConnection implements AutoCloseable {
    private final CqlSession session;
    private final SchemaMigrations migrations;
    private final Keyspaces keyspaces;

    private CassandraConnection(CqlSession session, CassandraSettings settings, Clock clock) {
        this.session = session;
        this.migrations = new SchemaMigrations(session, clock);
        this.keyspaces = new Keyspaces(new Cql(session, settings.requestTimeout()));
    }

    /**
     * Connects.
     *
     * @throws StoreUnavailableException when no contact point answers, or the role is refused
     */
    public static CassandraConnection open(CassandraSettings settings, Clock clock) {
        try {
            return new CassandraConnection(CassandraSessions.open(settings), settings, clock);
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

    /** The way to the rows. */
    public Keyspaces keyspaces() {
        return keyspaces;
    }

    @Override
    public void close() {
        session.close();
    }
}
