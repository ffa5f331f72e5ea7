package cloud.hanok.cluster.deployment;

import cloud.hanok.cluster.endpoint.EngineCredentials;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.NodeId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the credentials of deployments that are gone. What is to be removed is written down before a deployment ends,
 * so that neither a key store that is away nor the end of this process keeps a deployment from ending, or a credential
 * from being removed once the key store is back.
 */
public final class CredentialRemovals implements AutoCloseable {
    /** Removed in one round; what is left follows in the next. */
    private static final int ROUND = 100;

    /** The pause after a round that failed, doubled with each, */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    /** up to this: a key store that returns is asked within minutes, one that is away for days not often. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(CredentialRemovals.class);
    private static final CqlStatement INSERT =
            CqlStatement.write("INSERT INTO credential_removals (node, deployment) VALUES (?, ?)");
    private static final CqlStatement DELETE =
            CqlStatement.write("DELETE FROM credential_removals WHERE node = ? AND deployment = ?");
    private static final CqlStatement LIST =
            CqlStatement.read("SELECT deployment FROM credential_removals WHERE node = ? LIMIT " + ROUND);

    private final Cql cql;
    private final DeploymentTable table;
    private final EngineCredentials credentials;
    private final NodeId node;
    private final Semaphore wake = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);

    /** @param node the machine this process runs on: it removes what it wrote down itself */
    public CredentialRemovals(Keyspaces keyspaces, EngineCredentials credentials, NodeId node) {
        this.cql = keyspaces.platform();
        this.table = new DeploymentTable(keyspaces);
        this.credentials = credentials;
        this.node = node;
    }

    /** Begins to remove what is written down, first of all by an earlier process. Call once. */
    public void start() {
        Thread.ofVirtual().name("credential-removals").start(this::loop);
    }

    /** Stops; what is left is removed by the next process of this node. */
    @Override
    public void close() {
        closing.countDown();
        wake.release();
    }

    /**
     * Writes down that a credential is to be removed. Again: the same.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it is not written down
     */
    void note(DeploymentId deployment) {
        cql.write(INSERT, node.text(), deployment.text());
        wake.release();
    }

    private void loop() {
        Duration pause = FIRST_PAUSE;
        try {
            while (closing.getCount() > 0) {
                wake.drainPermits();
                switch (round()) {
                    case NOTHING_LEFT -> {
                        pause = FIRST_PAUSE;
                        wake.acquire();
                    }
                    case MORE -> pause = FIRST_PAUSE;
                    case FAILED -> {
                        // Whether this process ends is asked by the loop.
                        var _ = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                        Duration doubled = pause.multipliedBy(2);
                        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private enum Round {
        NOTHING_LEFT,
        MORE,
        FAILED
    }

    private Round round() {
        List<Row> noted;
        try {
            noted = cql.rows(LIST, node.text());
        } catch (StoreUnavailableException e) {
            LOG.warn("credentials to be removed cannot be read: {}", e.toString());
            return Round.FAILED;
        }
        boolean failed = false;
        for (Row row : noted) {
            if (closing.getCount() == 0) {
                break;
            }
            failed |= !removed(DeploymentId.parse(Objects.requireNonNull(row.getString("deployment"))));
        }
        if (failed) {
            return Round.FAILED;
        }
        return noted.size() < ROUND ? Round.NOTHING_LEFT : Round.MORE;
    }

    private boolean removed(DeploymentId id) {
        try {
            Deployment deployment = table.find(id).orElse(null);
            // A write whose fate was not known when its credential was given up has arrived after all.
            boolean lives = deployment != null && deployment.deletedAt() == null;
            if (!lives) {
                credentials.remove(id);
            }
            cql.write(DELETE, node.text(), id.text());
            return true;
        } catch (RuntimeException e) {
            LOG.warn("the credential of {} is not removed yet: {}", id, e.toString());
            return false;
        }
    }
}
