package cloud.hanok.platform.cassandra;

import cloud.hanok.platform.secret.Secret;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and drops keyspaces, each with a role that alone may read and write in it, as a role that may do just that. A session lives for one
 * call, so that nobody holds these rights while nothing is made. Blocks; each call may be repeated.
 */
public final class KeyspaceAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(KeyspaceAdministration.class);
    /** Every cluster has it, and every role may enter it. */
    public static final String ANY_KEYSPACE = "system";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,47}");
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9]{32,128}");
    /** A data definition waits for every node; a busy machine takes seconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Supplier<CassandraSettings> administrator;
    private final Map<String, Integer> replication;

    /**
     * @param administrator a role that has {@code CREATE ON ALL KEYSPACES} and {@code CREATE ON ALL ROLES}, and nothing else; its keyspace
     *     is the shared one, or {@link #ANY_KEYSPACE} on a cluster that has none
     * @param replication copies by data centre; empty: as the administrator's keyspace
     */
    public KeyspaceAdministration(Supplier<CassandraSettings> administrator, Map<String, Integer> replication) {
        this.administrator = administrator;
        this.replication = Map.copyOf(replication);
    }

    /**
     * Makes a keyspace and its role.
     *
     * @param password 32 to 128 letters and digits, the same whenever the call is repeated
     * @throws IllegalArgumentException when the replication names a data centre that the cluster does not have
     * @throws StoreUnavailableException when Cassandra does not answer, or refuses our role
     */
    public void create(String keyspace, String role, Secret password) {
        requireName(keyspace);
        requireName(role);
        if (!PASSWORD.matcher(password.reveal()).matches()) {
            throw new IllegalArgumentException("a role's password has 32 to 128 letters and digits");
        }
        CassandraSettings settings = administrator.get();
        administer(settings, session -> {
            String replicated = " WITH replication = " + replication(session, settings.keyspace());
            define(session, "CREATE KEYSPACE IF NOT EXISTS " + keyspace + replicated);
            // One that an earlier attempt made has this password already. To set it again is no option: Cassandra takes
            // a role's password once in five seconds, and refuses the whole call.
            define(
                    session,
                    "CREATE ROLE IF NOT EXISTS " + role + " WITH PASSWORD = '" + password.reveal()
                            + "' AND LOGIN = true AND SUPERUSER = false");
            for (String right : new String[] {"CREATE", "ALTER", "SELECT", "MODIFY"}) {
                // A right is granted by who has it, and given up below after it was granted.
                unlessUnauthorized(session, "GRANT " + right + " ON KEYSPACE " + keyspace + " TO " + role);
            }
            // Whoever makes a keyspace owns it: give up what reads and writes. What was given up cannot be given up
            // again.
            for (String right : new String[] {"SELECT", "MODIFY"}) {
                unlessUnauthorized(
                        session, "REVOKE " + right + " ON KEYSPACE " + keyspace + " FROM " + settings.username());
            }
        });
    }

    /**
     * Drops a keyspace with all that is in it, and its role; does nothing when there are none.
     *
     * @throws StoreUnavailableException when Cassandra does not answer, or refuses our role
     */
    public void drop(String keyspace, String role) {
        requireName(keyspace);
        requireName(role);
        administer(administrator.get(), session -> {
            // The right to drop a thing goes with the thing: it is ours, or it is not there.
            unlessUnauthorized(session, "DROP KEYSPACE IF EXISTS " + keyspace);
            unlessUnauthorized(session, "DROP ROLE IF EXISTS " + role);
        });
    }

    @FunctionalInterface
    private interface Work {
        void in(CqlSession session);
    }

    private static void administer(CassandraSettings settings, Work work) {
        try (CqlSession session = CassandraSessions.open(settings)) {
            // The driver would read the schema back after each definition, a second apart.
            session.setSchemaMetadataEnabled(false).toCompletableFuture().join();
            work.in(session);
        } catch (QueryValidationException refused) {
            // What was said in it may have a password: neither it nor the cause is passed on.
            throw new StoreUnavailableException(
                    "Cassandra refuses " + settings.username() + " a keyspace: "
                            + refused.getClass().getSimpleName(),
                    new IllegalStateException("refused"));
        } catch (DriverException failed) {
            throw new StoreUnavailableException("Cassandra did not make or drop a keyspace", failed);
        }
    }

    private static void unlessUnauthorized(CqlSession session, String statement) {
        try {
            define(session, statement);
        } catch (UnauthorizedException notOurs) {
            LOG.debug("left as it is: {}", statement);
        }
    }

    private static void define(CqlSession session, String statement) {
        session.execute(
                SimpleStatement.newInstance(statement).setTimeout(TIMEOUT).setIdempotent(true));
    }

    private String replication(CqlSession session, String sharedKeyspace) {
        Map<String, String> wanted = new TreeMap<>();
        if (replication.isEmpty()) {
            KeyspaceMetadata shared = session.getMetadata()
                    .getKeyspace(sharedKeyspace)
                    .orElseThrow(() -> new IllegalStateException("there is no keyspace " + sharedKeyspace));
            wanted.putAll(shared.getReplication());
        } else {
            requireDataCentres(session);
            wanted.put("class", "NetworkTopologyStrategy");
            replication.forEach((dataCentre, copies) -> wanted.put(dataCentre, Integer.toString(copies)));
        }
        return wanted.entrySet().stream()
                .map(entry -> "'" + entry.getKey() + "': '" + entry.getValue() + "'")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private void requireDataCentres(CqlSession session) {
        var there = session.getMetadata().getNodes().values().stream()
                .map(Node::getDatacenter)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        for (String dataCentre : replication.keySet()) {
            if (!there.contains(dataCentre)) {
                throw new IllegalArgumentException("the replication of a dedicated keyspace names the data centre "
                        + dataCentre + ", and the cluster has " + there);
            }
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a keyspace's name must match " + NAME + ": " + name);
        }
    }
}
