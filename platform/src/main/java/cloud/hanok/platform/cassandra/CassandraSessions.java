package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Opens sessions. Nothing else in the project makes one. */
public final class CassandraSessions {
    /** A broken node is tried again after this long at first, */
    private static final Duration RECONNECT_FIRST = Duration.ofMillis(500);
    /** and never more seldom than this, so that a returned cluster is found within seconds. */
    private static final Duration RECONNECT_LAST = Duration.ofSeconds(5);

    private CassandraSessions() {}

    /**
     * Opens a session on the settings' keyspace. It keeps trying to reconnect for as long as it is open.
     *
     * @throws com.datastax.oss.driver.api.core.DriverException when no contact point answers or the role is refused
     */
    public static CqlSession open(CassandraSettings settings) {
        DriverConfigLoader config = DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, settings.requestTimeout())
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, settings.requestTimeout())
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, settings.requestTimeout())
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, Duration.ofSeconds(20))
                // A definition in another keyspace is no reason to read the schema again.
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(settings.keyspace()))
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_FIRST)
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_LAST)
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, "LOCAL_SERIAL")
                .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                // Who closes a session waits for no answer any more. By default its threads linger for two seconds.
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                // Each dedicated tenant has a session of its own: many of them are no leak.
                .withInt(DefaultDriverOption.SESSION_LEAK_THRESHOLD, 0)
                .build();
        var builder = CqlSession.builder()
                .withConfigLoader(config)
                .withLocalDatacenter(settings.localDatacenter())
                .withKeyspace(settings.keyspace())
                .withAuthCredentials(settings.username(), settings.password());
        for (String contactPoint : settings.contactPoints()) {
            builder.addContactPoint(address(contactPoint));
        }
        return builder.build();
    }

    private static InetSocketAddress address(String contactPoint) {
        int colon = contactPoint.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "hanok.cassandra.contact-points: host:port was expected: " + contactPoint);
        }
        int port = Integer.parseInt(contactPoint.substring(colon + 1));
        return new InetSocketAddress(contactPoint.substring(0, colon), port);
    }
}
