package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.receipt.LogDirectory.KnownLog;
import cloud.hanok.compliance.receipt.LogTiles.PublishedCheckpoint;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.tlog.Checkpoint;
import cloud.hanok.platform.tlog.SignedNote;
import cloud.hanok.platform.tlog.TreeHead;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Signs heads and publishes them. Only a head that has already moved is signed: each one contains all before it. */
final class CheckpointPublisher {
    private final CheckpointSigner signer;
    private final LogTiles tiles;
    private final Clock clock;

    CheckpointPublisher(CheckpointSigner signer, LogTiles tiles, Clock clock) {
        this.signer = signer;
        this.tiles = tiles;
        this.clock = clock;
    }

    void publish(TenantId tenant, KnownLog log, TreeHead head, long timestamp) {
        String text = new Checkpoint(log.identity().origin(), head).text();
        byte[] signature = signer.sign(tenant, log.signingKey(), text.getBytes(StandardCharsets.UTF_8));
        String note = SignedNote.of(text, log.noteKey(), signature);
        PublishedCheckpoint checkpoint =
                new PublishedCheckpoint(head.size(), note, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        tiles.putCheckpoint(tenant, checkpoint, timestamp);
    }

    /** The first checkpoint of a log, so that it can be read from the day it is made. */
    void publishEmpty(TenantId tenant, KnownLog log) {
        publish(tenant, log, TreeHead.empty(), Fence.BEFORE_ALL);
    }
}
