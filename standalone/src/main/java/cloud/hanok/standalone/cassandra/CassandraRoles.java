package cloud.hanok.standalone.cassandra;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.process.StateDirectory;
import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The roles and keyspaces of a standalone node: nobody keeps the password the server was born with. */
final class CassandraRoles {
    static final String DATACENTER = "datacenter1";
    static final String KEYSPACE = "hanok";
    static final String APPLICATION = "hanok_app";
    static final String APPLICATION_PASSWORD = "app.password";
    /** Makes keyspaces and roles of dedicated tenants, and reads and writes nowhere. */
    static final String PROVISIONER = "hanok_provisioner";

    static final String PROVISIONER_PASSWORD = "provisioner.password";
    static final String ADMINISTRATOR = "hanok_admin";
    static final String ADMINISTRATOR_PASSWORD = "admin.password";
    private static final String DEFAULT = "cassandra";
    private static final String DONE = "roles-ready";
    /** Raised when there are more roles to make. */
    private static final String VERSION = "2";

    /** What is written of the schema's own state. */
    private static final String SCHEMA_TABLES = "schema_";

    private static final String WRITES =
            "SELECT keyspace_name, table_name, count FROM system_views.local_write_latency";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,47}");

    private final StateDirectory state;
    private final SecureRandom random;
    private final InetSocketAddress address;

    CassandraRoles(StateDirectory state, SecureRandom random, InetSocketAddress address) {
        this.state = state;
        this.random = random;
        this.address = address;
    }

    /** Whether {@link #setUp} came to its end once. */
    boolean ready() {
        return state.read(DONE).equals(Optional.of(VERSION));
    }

    /** Whether the application's password opens a session. */
    boolean applicationLogsIn() {
        return CqlLogin.succeeds(
                address, APPLICATION, state.read(APPLICATION_PASSWORD).orElse(""));
    }

    /** Replaces the default superuser, makes the application's role and keyspace. Can be repeated after an interruption. */
    boolean setUp() {
        if (ready()) {
            return true;
        }
        String password = state.secret(ADMINISTRATOR_PASSWORD, random);
        Optional<CqlSession> administrator = login(ADMINISTRATOR, password);
        if (administrator.isEmpty()) {
            Optional<CqlSession> born = login(DEFAULT, DEFAULT);
            if (born.isEmpty()) {
                return false;
            }
            try (CqlSession session = born.get()) {
                session.execute("CREATE ROLE IF NOT EXISTS " + ADMINISTRATOR + " WITH PASSWORD = '" + password
                        + "' AND LOGIN = true AND SUPERUSER = true");
            }
            administrator = login(ADMINISTRATOR, password);
        }
        if (administrator.isEmpty()) {
            return false;
        }
        try (CqlSession session = administrator.get()) {
            // A role cannot be dropped for good: the server makes the default one again when it finds no role at all.
            session.execute("ALTER ROLE " + DEFAULT + " WITH PASSWORD = '" + state.secret("unused.password", random)
                    + "' AND LOGIN = false AND SUPERUSER = false");
            state.remove("unused.password");
            session.execute("CREATE ROLE IF NOT EXISTS " + APPLICATION + " WITH PASSWORD = '"
                    + state.secret(APPLICATION_PASSWORD, random) + "' AND LOGIN = true AND SUPERUSER = false");
            createKeyspace(session, KEYSPACE);
            session.execute("CREATE ROLE IF NOT EXISTS " + PROVISIONER + " WITH PASSWORD = '"
                    + state.secret(PROVISIONER_PASSWORD, random) + "' AND LOGIN = true AND SUPERUSER = false");
            session.execute("GRANT CREATE ON ALL KEYSPACES TO " + PROVISIONER);
            session.execute("GRANT CREATE ON ALL ROLES TO " + PROVISIONER);
        }
        state.write(DONE, VERSION);
        return true;
    }

    /** Makes a keyspace that the application's role owns. */
    void createKeyspace(String name) {
        try (CqlSession session = administrator()) {
            createKeyspace(session, name);
        }
    }

    /** Drops keyspaces with all that is in them. */
    void dropKeyspaces(Collection<String> names) {
        try (CqlSession session = administrator()) {
            names.forEach(name -> session.execute("DROP KEYSPACE IF EXISTS " + checked(name)));
        }
    }

    /**
     * Removes all rows of a keyspace but those of its schema. To truncate a table takes tens of milliseconds even when there is nothing in
     * it: those that nobody wrote to since are passed over.
     *
     * @param writes how often each table had been written then
     * @return how often each has been written now
     */
    Map<String, Long> emptyKeyspace(String name, Map<String, Long> writes) {
        Map<String, Long> now = new TreeMap<>();
        try (CqlSession session = administrator()) {
            for (Row written : session.execute(WRITES)) {
                String table = Objects.requireNonNull(written.getString("table_name"));
                long count = written.getLong("count");
                if (name.equals(written.getString("keyspace_name")) && !table.startsWith(SCHEMA_TABLES)) {
                    now.put(table, count);
                    if (count > writes.getOrDefault(table, 0L)) {
                        session.execute("TRUNCATE " + checked(name) + ".\"" + table + "\"");
                    }
                }
            }
        }
        return now;
    }

    private CqlSession administrator() {
        return login(ADMINISTRATOR, state.secret(ADMINISTRATOR_PASSWORD, random))
                .orElseThrow(() -> new StandaloneException(
                        "Cassandra refused the password of " + ADMINISTRATOR + ".",
                        "Its data and " + state.file(ADMINISTRATOR_PASSWORD) + " do not belong together; see "
                                + state.path() + "."));
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("keyspace name must match " + NAME + ": " + name);
        }
        return name;
    }

    private static void createKeyspace(CqlSession administrator, String name) {
        administrator.execute("CREATE KEYSPACE IF NOT EXISTS " + checked(name)
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        administrator.execute("GRANT ALL PERMISSIONS ON KEYSPACE " + name + " TO " + APPLICATION);
    }

    /** A session of a role, or nothing while the server does not answer or refuses the password. */
    Optional<CqlSession> login(String role, String password) {
        DriverConfigLoader configuration = DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, TIMEOUT)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, TIMEOUT)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, TIMEOUT)
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                .build();
        try {
            return Optional.of(CqlSession.builder()
                    .addContactPoint(address)
                    .withLocalDatacenter(DATACENTER)
                    .withAuthCredentials(role, password)
                    .withConfigLoader(configuration)
                    .build());
        } catch (AllNodesFailedException | AuthenticationException notNow) {
            return Optional.empty();
        } catch (DriverException failure) {
            throw new StandaloneException(
                    "Cassandra at " + address + " answered " + failure.getMessage() + ".", "Read its log.", failure);
        }
    }
}
