package cloud.hanok.api.gateway;

import cloud.hanok.api.config.GatewayConfiguration;
import cloud.hanok.cluster.fairness.FairnessSettings;
import java.time.Duration;

/**
 * Bounds of the byte path. How long an engine may be silent is its deployment's to say
 * ({@link cloud.hanok.cluster.serving.AnswerTimeouts}).
 *
 * @param maxBodyBytes above it a request is answered 413, before its body is read where its length is announced
 * @param connectTimeout how long an engine may take to accept a connection
 * @param requestDeadline from a request's arrival to the first token of its answer, or to the whole of an answer that is not
 *     streamed: its queues, all engines and all names it leads to together
 * @param heartbeat between two signs of life of a silent stream whose client does not say; zero: none
 * @param bodyTimeout how long a client may take to send its body
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
        Duration bodyTimeout,
        int maxAnswerBytes,
        int idleConnectionsPerReplica,
        Duration idleConnectionTimeout,
        FairnessSettings fairness) {
    /** The ordinary bounds. */
    public static final GatewaySettings DEFAULTS = new GatewaySettings(
            8 << 20,
            Duration.ofSeconds(2),
            Duration.ofSeconds(590),
            Duration.ZERO,
            Duration.ofSeconds(30),
            32 << 20,
            64,
            Duration.ofSeconds(4),
            FairnessSettings.DEFAULTS);

    /** The ordinary bounds but for those that an operator sets. */
    static GatewaySettings of(GatewayConfiguration configured) {
        return DEFAULTS.withRequestDeadline(configured.requestDeadline()).withHeartbeat(configured.heartbeat());
    }

    GatewaySettings withRequestDeadline(Duration deadline) {
        return new GatewaySettings(
                maxBodyBytes,
                connectTimeout,
                deadline,
                heartbeat,
                bodyTimeout,
                maxAnswerBytes,
                idleConnectionsPerReplica,
                idleConnectionTimeout,
                fairness);
    }

    GatewaySettings withHeartbeat(Duration pause) {
        return new GatewaySettings(
                maxBodyBytes,
                connectTimeout,
                requestDeadline,
                pause,
                bodyTimeout,
                maxAnswerBytes,
                idleConnectionsPerReplica,
                idleConnectionTimeout,
                fairness);
    }

    GatewaySettings withBodyTimeout(Duration timeout) {
        return new GatewaySettings(
                maxBodyBytes,
                connectTimeout,
                requestDeadline,
                heartbeat,
                timeout,
                maxAnswerBytes,
                idleConnectionsPerReplica,
                idleConnectionTimeout,
                fairness);
    }

    GatewaySettings withFairness(FairnessSettings queues) {
        return new GatewaySettings(
                maxBodyBytes,
                connectTimeout,
                requestDeadline,
                heartbeat,
                bodyTimeout,
                maxAnswerBytes,
                idleConnectionsPerReplica,
                idleConnectionTimeout,
                queues);
    }
}
