package cloud.hanok.platform.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. For each batch: number and seal its records, write, fsync, publish, tell the listeners.
 *
 * <p>After an error nothing more is believed of the current segment than what an earlier fsync confirmed, because a
 * second fsync may report success for pages the first one dropped. The segment is abandoned, the records that were
 * promised but not fsynced (INTERVAL only) are written again into a new one, and only its fsync ends the failure.
 */
final class JournalWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

    private final Intake intake;
    private final SegmentLog segments;
    private final SpaceKeeper keeper;
    private final SyncSignal signal;
    private final Clock clock;
    private final boolean group;
    private final long syncNanos;
    private final long probeNanos;
    private final LiveAttempts live = new LiveAttempts();
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer unsynced;
    private long writtenSequence;
    private long unsyncedSinceNanos;
    private int batchAt;
    private int batchDelivered;
    private @Nullable IOException failure;
    private volatile JournalHealth health = new JournalHealth.Healthy();
    private volatile long batches;
    private volatile long syncs;

    JournalWriter(
            JournalSettings settings,
            Intake intake,
            SegmentLog segments,
            SpaceKeeper keeper,
            SyncSignal signal,
            RecoveryScan scan,
            Clock clock) {
        this.intake = intake;
        this.segments = segments;
        this.keeper = keeper;
        this.signal = signal;
        this.clock = clock;
        this.group = settings.sync() == SyncMode.GROUP;
        this.syncNanos = settings.syncInterval().toNanos();
        this.probeNanos = settings.probeInterval().toNanos();
        this.unsynced = ByteBuffer.allocateDirect(group ? 0 : settings.pendingBytes());
        this.writtenSequence = scan.nextSequence() - 1;
        scan.unsettled().forEach((key, unsettled) -> live.add(key, unsettled.segment()));
    }

    JournalHealth health() {
        return health;
    }

    long batches() {
        return batches;
    }

    long syncs() {
        return syncs;
    }

    @Override
    public void run() {
        boolean more = true;
        while (more) {
            Batch batch = intake.take(waitNanos());
            if (batch == null && intake.isClosed()) {
                batch = intake.take(Intake.LONGEST_WAIT_NANOS);
                more = batch != null;
            }
            attempt(batch);
            if (batch != null) {
                intake.release(batch);
            }
            if (intake.wantsSpare()) {
                keeper.wake();
            }
        }
        if (unsynced.position() > 0) {
            trySync();
        }
        if (unsynced.position() > 0) {
            LOG.error("journal: closed with {} bytes of records written but not synced", unsynced.position());
        }
    }

    private long waitNanos() {
        if (failure != null) {
            return probeNanos;
        }
        return unsynced.position() == 0
                ? Intake.LONGEST_WAIT_NANOS
                : Math.max(1, unsyncedSinceNanos + syncNanos - System.nanoTime());
    }

    /** Writes a batch if the disk lets it, and leaves no listener of it without an answer. */
    private void attempt(@Nullable Batch batch) {
        batchAt = 0;
        batchDelivered = 0;
        try {
            if (failure != null) {
                recover();
            }
            if (batch != null && failure == null) {
                write(batch);
                batches++;
            }
            if (failure == null && unsynced.position() > 0 && System.nanoTime() - unsyncedSinceNanos >= syncNanos) {
                sync();
            }
        } catch (Throwable e) {
            // An Error too: requests must get an answer, and the next batch tries again.
            fail(e, batch == null ? 0 : batch.sizeBytes() - batchAt);
        }
        if (batch != null && failure != null) {
            refuseRest(batch, failure);
        }
    }

    private void trySync() {
        try {
            if (failure != null) {
                recover();
            } else {
                sync();
            }
        } catch (IOException e) {
            fail(e, 0);
        }
    }

    private void write(Batch batch) throws IOException {
        ByteBuffer bytes = batch.bytes();
        int end = batch.sizeBytes();
        while (batchAt < end) {
            long room = group ? segments.room() : Math.min(segments.room(), unsynced.remaining());
            int to = batchAt;
            int records = 0;
            while (to < end
                    && to + RecordLayout.sizeAt(bytes, to) - batchAt <= room
                    && !batch.listener(batchDelivered + records).isVoid()) {
                records++;
                RecordLayout.seal(bytes, to, writtenSequence + records, signal.syncedSequence(), crc);
                to += RecordLayout.sizeAt(bytes, to);
            }
            if (records > 0) {
                writeThrough(bytes.slice(batchAt, to - batchAt), records);
                batchAt = to;
                deliver(batch, records);
            } else if (batch.listener(batchDelivered).isVoid()) {
                refuse(batch, new IOException("what it belongs to is not in the journal"));
            } else {
                makeRoom(RecordLayout.sizeAt(bytes, to));
            }
        }
    }

    private void writeThrough(ByteBuffer records, int count) throws IOException {
        segments.write(records.duplicate());
        if (group) {
            segments.force();
            syncs++;
            writtenSequence += count;
            published(records);
            return;
        }
        if (unsynced.position() == 0) {
            unsyncedSinceNanos = System.nanoTime();
        }
        unsynced.put(records);
        writtenSequence += count;
    }

    private void makeRoom(int sizeBytes) throws IOException {
        sync();
        if (segments.room() < sizeBytes) {
            segments.roll(writtenSequence + 1);
        }
    }

    private void sync() throws IOException {
        if (unsynced.position() > 0) {
            segments.force();
            syncs++;
            published(unsynced.flip());
            unsynced.clear();
        }
    }

    /** These records are on the disk now, in the current segment: count their OPENs and SETTLEs, let readers go on. */
    private void published(ByteBuffer records) {
        intake.settled(live.note(records, segments.current()));
        signal.synced(writtenSequence);
    }

    private void deliver(Batch batch, int records) {
        for (int i = 0; i < records; i++) {
            DurableListener listener = batch.listener(batchDelivered++);
            try {
                listener.durable();
            } catch (Throwable e) {
                LOG.error("journal: a listener failed; its record is durable", e);
            }
        }
    }

    private void refuseRest(Batch batch, IOException why) {
        while (batchDelivered < batch.count()) {
            refuse(batch, why);
        }
    }

    /** The batch's next record is not written. */
    private void refuse(Batch batch, IOException why) {
        int opens = RecordLayout.kindAt(batch.bytes(), batchAt) == RecordKind.OPEN ? 1 : 0;
        int sizeBytes = RecordLayout.sizeAt(batch.bytes(), batchAt);
        batchAt += sizeBytes;
        DurableListener listener = batch.listener(batchDelivered++);
        try {
            listener.failed(why);
        } catch (Throwable e) {
            LOG.error("journal: a listener failed; its record is not in the journal", e);
        }
        intake.dropped(opens, sizeBytes);
    }

    private void fail(Throwable e, long unwrittenBytes) {
        IOException why = e instanceof IOException io ? io : new IOException("the journal's writer failed: " + e, e);
        segments.abandon();
        intake.failed(unwrittenBytes);
        writtenSequence = signal.syncedSequence() + LiveAttempts.count(unsynced);
        if (failure == null) {
            Instant since = clock.instant();
            health = new JournalHealth.Failed(String.valueOf(why.getMessage()), since);
            LOG.error("journal: a write failed, new requests are refused until one succeeds", why);
        }
        failure = why;
        keeper.wake();
    }

    /** Probes the disk with a new segment; it begins after the last record that is surely there. */
    private void recover() throws IOException {
        if (!segments.hasSpare()) {
            keeper.wake();
            return;
        }
        segments.start(signal.syncedSequence() + 1);
        if (unsynced.position() > 0) {
            intake.dropped(0, -unsynced.position());
            segments.write(unsynced.duplicate().flip());
            sync();
        }
        failure = null;
        health = new JournalHealth.Healthy();
        intake.healthy();
        LOG.info("journal: the disk can be written again");
    }
}
