package cloud.hanok.api.gateway;

import cloud.hanok.cluster.fairness.FairnessSettings;
import java.time.Duration;

/**
 * Bounds of the byte path.
 *
 * @param maxBodyBytes above it a request is answered 413, before its body is read where its length is announced
 * @param connectTimeout how long an engine may take to accept a connection
 * @param firstByteTimeout how long an engine may take to begin its answer; prompts are long, and official clients wait
 *     ten minutes
 * @param idleTimeout how long an answer that began may stand still, on the engine's side or on the client's
 * @param bodyTimeout how long a client may take to send its body
 * @param maxAnswerBytes the longest answer that is not streamed; it is held in memory once
 * @param idleConnectionsPerReplica connections kept open to one engine by one event loop
 * @param idleConnectionTimeout how long they are kept without use; below the keep-alive of common engine servers (5 s)
 * @param fairness of each deployment's queue
 */
public record GatewaySettings(
        int maxBodyBytes,
        Duration connectTimeout,
        Duration firstByteTimeout,
        Duration idleTimeout,
        Duration bodyTimeout,
        int maxAnswerBytes,
        int idleConnectionsPerReplica,
        Duration idleConnectionTimeout,
        FairnessSettings fairness) {
    /** The ordinary bounds. */
    public static final GatewaySettings DEFAULTS = new GatewaySettings(
            8 << 20,
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            32 << 20,
            64,
            Duration.ofSeconds(4),
            FairnessSettings.DEFAULTS);
}
