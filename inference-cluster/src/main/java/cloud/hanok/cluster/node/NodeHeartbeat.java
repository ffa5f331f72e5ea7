package cloud.hanok.cluster.node;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.NodeId;
import cloud.hanok.platform.turn.Turns;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the machine of this process again and again, so that others see that it lives. While Cassandra is away it is
 * silent, and heard again within one turn of its return.
 */
public final class NodeHeartbeat implements AutoCloseable {
    /** The usual time between two announcements: one small write. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    /** Each turn is up to this part shorter or longer, so that nodes that started together do not write together. */
    private static final double JITTER = 0.2;

    private static final Logger LOG = LoggerFactory.getLogger(NodeHeartbeat.class);

    private final Nodes nodes;
    private final ThisMachine machine;
    private final NodeId node;
    private final Duration every;
    private final RandomGenerator random;
    private final Clock clock;
    private final Turns turns = new Turns("node-heartbeat", this::pause, this::turn);
    private boolean heard = true;

    /** @param every the time between two announcements, {@link #EVERY} outside of tests */
    public NodeHeartbeat(
            Nodes nodes, ThisMachine machine, NodeId node, Duration every, RandomGenerator random, Clock clock) {
        this.nodes = nodes;
        this.machine = machine;
        this.node = node;
        this.every = every;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Announces the node and goes on doing so in the background.
     *
     * @throws StoreUnavailableException when the first announcement was not recorded: nothing was begun
     */
    public void start() {
        announce();
        turns.startAfterPause();
    }

    @Override
    public void close() {
        turns.end();
    }

    private void turn() {
        try {
            announce();
            heard = true;
        } catch (StoreUnavailableException away) {
            // Said once an outage, not every turn of it.
            if (heard) {
                LOG.warn("node {} cannot be announced and is tried again: {}", node, away.toString());
            }
            heard = false;
        }
    }

    private void announce() {
        nodes.announce(machine.describe(node, clock.instant()));
    }

    private Duration pause() {
        return Duration.ofMillis(Math.round(every.toMillis() * random.nextDouble(1 - JITTER, 1 + JITTER)));
    }
}
