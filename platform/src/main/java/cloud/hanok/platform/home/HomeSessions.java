package cloud.hanok.platform.home;

import cloud.hanok.platform.cassandra.CassandraConnection;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.vault.VaultRefusedException;
import cloud.hanok.platform.vault.VaultUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session for each dedicated keyspace, as the one role that may enter it, opened at its first use and brought to the schema of this
 * program. Blocks.
 */
final class HomeSessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HomeSessions.class);

    /** One that could not be opened is not tried again sooner: others wait for the same threads. */
    private static final Duration TRIED_AGAIN_AFTER = Duration.ofSeconds(1);

    /** Nor sooner than this many times what the attempt took: a cluster that does not even refuse holds a thread for seconds. */
    private static final int PAUSE_PER_ATTEMPT = 3;

    private static final Duration TRIED_AGAIN_WITHIN = Duration.ofSeconds(15);

    private final HomeClusters clusters;
    private final TenantVaults vaults;
    private final Clock clock;
    private final Map<TenantId, Door> doors = new ConcurrentHashMap<>();

    HomeSessions(HomeClusters clusters, TenantVaults vaults, Clock clock) {
        this.clusters = clusters;
        this.vaults = vaults;
        this.clock = clock;
    }

    /**
     * The way to a home's rows.
     *
     * @throws HomeUnavailableException when it cannot be entered
     */
    Cql of(TenantHome home) {
        return doors.computeIfAbsent(home.tenant(), tenant -> new Door()).enter(home);
    }

    /** Closes the session of a home that is taken away. */
    void forget(TenantId tenant) {
        Door door = doors.remove(tenant);
        if (door != null) {
            door.close();
        }
    }

    @Override
    public void close() {
        doors.values().forEach(Door::close);
    }

    /** One home's session. */
    private final class Door {
        private final ReentrantLock opening = new ReentrantLock();
        private volatile @Nullable CassandraConnection connection;
        private @Nullable HomeUnavailableException refused;
        private long triedAgainAtMillis;
        private boolean closed;

        Cql enter(TenantHome home) {
            CassandraConnection opened = connection;
            if (opened != null) {
                return opened.cql();
            }
            opening.lock();
            try {
                opened = connection;
                if (opened == null) {
                    opened = opened(home);
                    connection = opened;
                }
                return opened.cql();
            } finally {
                opening.unlock();
            }
        }

        private CassandraConnection opened(TenantHome home) {
            HomeUnavailableException last = refused;
            if (last != null && clock.millis() < triedAgainAtMillis) {
                throw last;
            }
            long fromMillis = clock.millis();
            try {
                if (closed) {
                    throw new IllegalStateException("its session was closed");
                }
                CassandraConnection fresh = open(home);
                refused = null;
                return fresh;
            } catch (VaultUnavailableException | VaultRefusedException noPassword) {
                throw refused(new HomeUnavailableException(home.tenant(), "The namespace", noPassword), fromMillis);
            } catch (RuntimeException failed) {
                throw refused(new HomeUnavailableException(home.tenant(), "The keyspace", failed), fromMillis);
            }
        }

        private HomeUnavailableException refused(HomeUnavailableException why, long fromMillis) {
            long nowMillis = clock.millis();
            refused = why;
            triedAgainAtMillis = nowMillis
                    + Math.clamp(
                            PAUSE_PER_ATTEMPT * (nowMillis - fromMillis),
                            TRIED_AGAIN_AFTER.toMillis(),
                            TRIED_AGAIN_WITHIN.toMillis());
            return why;
        }

        private CassandraConnection open(TenantHome home) {
            HomeSecrets secrets = HomeSecrets.read(vaults.of(home.tenant()));
            CassandraConnection fresh = CassandraConnection.openOwn(
                            clusters.settings(home, secrets.cassandraPassword()), clock)
                    .upToDate();
            LOG.info("the keyspace of {} is open", home.tenant());
            return fresh;
        }

        void close() {
            opening.lock();
            try {
                closed = true;
                CassandraConnection opened = connection;
                connection = null;
                if (opened != null) {
                    opened.close();
                }
            } finally {
                opening.unlock();
            }
        }
    }
}
