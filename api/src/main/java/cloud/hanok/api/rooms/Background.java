package cloud.hanok.api.rooms;

import cloud.hanok.api.gateway.GatewayService;
import cloud.hanok.api.health.Reason;
import cloud.hanok.billing.usage.RollupWorker;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.FreshnessBounds;
import jakarta.inject.Singleton;
import java.util.List;

/** What works behind the endpoints, started in this order and stopped in the opposite one. */
@Singleton
final class Background {
    private final ChangeFeed changes;
    private final TransparencyLogs logs;
    private final RollupWorker rollups;
    private final GatewayService gateway;
    private boolean started;

    Background(ChangeFeed changes, TransparencyLogs logs, RollupWorker rollups, GatewayService gateway) {
        this.changes = changes;
        this.logs = logs;
        this.rollups = rollups;
        this.gateway = gateway;
    }

    /** Starts it once; when the first poll fails nothing was started and it may be called again. */
    synchronized void start() {
        if (started) {
            return;
        }
        changes.poll();
        changes.start();
        logs.start();
        rollups.start();
        gateway.start();
        started = true;
    }

    /**
     * What keeps this process from being given work. Without the database it works on from memory, for as long as what
     * is there may be believed.
     */
    List<Reason> missing() {
        long lagMillis = changes.lagMillis();
        if (lagMillis < FreshnessBounds.SHARED_MAX_STALENESS.toMillis()) {
            return List.of();
        }
        long minutes = lagMillis / 60_000;
        return List.of(new Reason(
                "changes_not_read",
                "Changes were not read from Cassandra for " + minutes
                        + " minutes; what is in memory is too old to use.",
                minutes + "분 동안 Cassandra에서 변경 사항을 읽지 못했습니다. 메모리에 있는 정보가 너무 오래되어 사용할 수 없습니다."));
    }

    synchronized void close() {
        if (started) {
            gateway.close();
            rollups.close();
            logs.close();
            changes.close();
        }
    }
}
