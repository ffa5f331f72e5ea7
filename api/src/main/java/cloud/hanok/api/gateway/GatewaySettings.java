package cloud.hanok.api.gateway;

import cloud.hanok.api.config.FairnessConfiguration;
import cloud.hanok.api.config.GatewayConfiguration;
import cloud.hanok.cluster.fairness.FairnessSettings;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Bounds of the byte path. How long an engine may be silent is its deployment's to say
 * ({@link cloud.hanok.cluster.serving.AnswerTimeouts}).
 *
 * @param maxBodyBytes above it a request is answered 413, before its body is read where its length is announced
 * @param connectTimeout how long an engine may take to accept a connection
 * @param requestDeadline from a request's arrival to the first token of its answer, or to the whole of an answer that is not
 *     streamed: its queues, all engines and all names it leads to together
 * @param heartbeat between two signs of life of a silent stream whose client does not say; zero: none
 * @param headTimeout how long a client may take to send a head it has begun
 * @param bodyTimeout how long a client may take to send its body, see {@link #isLate}
 * @param slowReaderPatience how long an answer may wait for its reader, in all, see {@link #isLate}
 * @param maxConnections clients' connections at once
 * @param drainTimeout how long requests under way may go on when the process is told to end
 * @param maxAnswerBytes the longest answer that is not streamed; it is held in memory once
 * @param idleConnectionsPerReplica connections kept open to one engine by one event loop
 * @param idleConnectionTimeout how long they are kept without use; below the keep-alive of common engine servers (5 s)
 * @param fairness of each deployment's queue
 */
public record GatewaySettings(
        int maxBodyBytes,
        Duration connectTimeout,
        Duration requestDeadline,
        Duration heartbeat,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration slowReaderPatience,
        int maxConnections,
        Duration drainTimeout,
        int maxAnswerBytes,
        int idleConnectionsPerReplica,
        Duration idleConnectionTimeout,
        FairnessSettings fairness) {
    /** The ordinary bounds. */
    public static final GatewaySettings DEFAULTS = new Change().settings();

    /** Slower than this no line is that a service is worth offering on. */
    private static final long LEAST_BYTES_PER_SECOND = 64 << 10;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** The ordinary bounds but for those that an operator sets. */
    static GatewaySettings of(GatewayConfiguration configured, FairnessConfiguration fairness) {
        return DEFAULTS.with(change -> {
            change.requestDeadline = configured.requestDeadline();
            change.heartbeat = configured.heartbeat();
            change.headTimeout = configured.headTimeout();
            change.bodyTimeout = configured.bodyTimeout();
            change.slowReaderPatience = configured.slowReaderPatience();
            change.maxConnections = configured.maxConnections();
            change.drainTimeout = configured.drainTimeout();
            change.fairness = fairness.settings();
        });
    }

    /** The same with some bounds changed. */
    GatewaySettings with(Consumer<Change> change) {
        var changed = new Change();
        changed.requestDeadline = requestDeadline;
        changed.heartbeat = heartbeat;
        changed.headTimeout = headTimeout;
        changed.bodyTimeout = bodyTimeout;
        changed.slowReaderPatience = slowReaderPatience;
        changed.maxConnections = maxConnections;
        changed.drainTimeout = drainTimeout;
        changed.fairness = fairness;
        change.accept(changed);
        return changed.settings();
    }

    /** Whether a client takes longer for so many bytes than it may: longer bodies have more time, those that trickle have not. */
    static boolean isLate(long tookNanos, Duration allowed, long bytes) {
        return tookNanos - bytes * NANOS_PER_SECOND / LEAST_BYTES_PER_SECOND > allowed.toNanos();
    }

    /** Bounds on their way to others. */
    static final class Change {
        private static final int MAX_BODY_BYTES = 20 << 20;
        private static final int MAX_ANSWER_BYTES = 32 << 20;
        private static final int IDLE_CONNECTIONS = 64;

        Duration requestDeadline = Duration.ofSeconds(590);
        Duration heartbeat = Duration.ZERO;
        Duration headTimeout = Duration.ofSeconds(10);
        Duration bodyTimeout = Duration.ofSeconds(30);
        Duration slowReaderPatience = Duration.ofSeconds(60);
        int maxConnections = 20_000;
        Duration drainTimeout = Duration.ofSeconds(30);
        FairnessSettings fairness = FairnessSettings.DEFAULTS;

        private GatewaySettings settings() {
            return new GatewaySettings(
                    MAX_BODY_BYTES,
                    Duration.ofSeconds(2),
                    requestDeadline,
                    heartbeat,
                    headTimeout,
                    bodyTimeout,
                    slowReaderPatience,
                    maxConnections,
                    drainTimeout,
                    MAX_ANSWER_BYTES,
                    IDLE_CONNECTIONS,
                    Duration.ofSeconds(4),
                    fairness);
        }
    }
}
