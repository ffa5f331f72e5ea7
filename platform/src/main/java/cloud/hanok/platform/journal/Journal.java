package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The journal of one gateway. See the package for what it promises. Safe for use by many threads. */
public final class Journal implements Closeable {
    private final OwnerLock owner;
    private final Disk disk;
    private final AcknowledgedPosition acknowledged;
    private final ProgressSlots slots;
    private final Recovery recovery;
    private final Intake intake;
    private final SegmentLog segments;
    private final SpaceKeeper keeper;
    private final SyncSignal signal;
    private final JournalWriter writer;
    private final Thread writerThread;
    private boolean closed;

    private Journal(JournalSettings settings, Clock clock, Disk disk, OwnerLock owner) throws IOException {
        Path directory = settings.directory();
        this.owner = owner;
        this.disk = disk;
        this.acknowledged = AcknowledgedPosition.open(disk, directory);
        RecoveryScan scan =
                RecoveryScan.of(directory, disk, SegmentHeader.hash(settings.gateway()), acknowledged.sequence());
        Map<AttemptKey, ProgressSlot> found = new HashMap<>();
        this.slots = ProgressSlots.open(
                directory.resolve("progress.slots"),
                settings.progressSlots(),
                scan.unsettled().keySet(),
                found);
        this.recovery = recovery(scan, found);
        this.intake = new Intake(settings);
        this.segments = new SegmentLog(settings, disk, intake);
        segments.resume(scan);
        intake.recovered(scan.unsettled().size());
        this.keeper = new SpaceKeeper(settings, segments, intake);
        this.signal = new SyncSignal(scan.nextSequence() - 1);
        this.writer = new JournalWriter(settings, intake, segments, keeper, signal, scan, clock);
        this.writerThread = Thread.ofPlatform()
                .daemon()
                .name("journal-writer-" + settings.gateway())
                .unstarted(writer);
    }

    /**
     * Opens the journal, makes it this process's, and reads what is not yet settled or shipped.
     *
     * @param clock for the moments in {@link JournalHealth}
     * @throws JournalOwnedException when another process has it open
     * @throws JournalCorruptedException when a durable record cannot be read
     * @throws IOException when the directory cannot be used, or belongs to another gateway
     */
    public static Journal open(JournalSettings settings, Clock clock) throws IOException {
        return open(settings, clock, new FileDisk());
    }

    /** The same on another disk, such as one that fails when a test says so. */
    public static Journal open(JournalSettings settings, Clock clock, Disk disk) throws IOException {
        Files.createDirectories(settings.directory());
        OwnerLock owner = OwnerLock.take(settings.directory());
        try {
            Journal journal = new Journal(settings, clock, disk, owner);
            journal.keeper.fill();
            journal.keeper.start();
            journal.writerThread.start();
            return journal;
        } catch (IOException | RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    /** What opening found: settle these before long, their segments cannot be deleted until then. */
    public Recovery recovery() {
        return recovery;
    }

    /**
     * Takes a record into the next batch. Never waits for the disk: a short lock, a copy of the payload, and at most one
     * wake-up of the writer; safe on an event loop. Records are written in the order of acceptance.
     *
     * @param attempt from 1; one OPEN and one SETTLE for each attempt
     * @param payload copied before this returns
     * @param listener called once if the answer is {@link Appended#ACCEPTED}, otherwise never
     */
    public Appended append(RecordKind kind, Ulid request, int attempt, byte[] payload, DurableListener listener) {
        return intake.append(kind, request, attempt, payload, 0, payload.length, listener);
    }

    /** The same with part of an array: {@code length} bytes from {@code offset}. */
    public Appended append(
            RecordKind kind,
            Ulid request,
            int attempt,
            byte[] payload,
            int offset,
            int length,
            DurableListener listener) {
        Objects.checkFromIndexSize(offset, length, payload.length);
        return intake.append(kind, request, attempt, payload, offset, length, listener);
    }

    /** A progress slot for a live attempt, or null when all are taken: refuse the request with 503. For event loops. */
    public @Nullable ProgressSlot claim(Ulid request, int attempt) {
        return slots.claim(request, attempt);
    }

    /** A reader that begins after the acknowledged position. */
    public JournalReader reader() {
        return new JournalReader(segments, disk, signal, acknowledged.sequence() + 1);
    }

    /**
     * Says that every record up to this sequence has been shipped, durably, and deletes the segments nobody needs any
     * more. Blocks for an fsync. It needs no space on the disk, so that a full one gets room again.
     *
     * @throws IOException when the position could not be written or a segment not be deleted; say it again later
     * @throws IllegalArgumentException when it was never made durable here; going back is ignored
     */
    public synchronized void acknowledge(long sequence) throws IOException {
        if (sequence > signal.syncedSequence()) {
            throw new IllegalArgumentException("record " + sequence
                    + " cannot have been shipped: the last durable one is " + signal.syncedSequence());
        }
        if (closed) {
            throw new IOException("the journal is closed");
        }
        if (sequence > acknowledged.sequence()) {
            acknowledged.moveTo(sequence);
        }
        if (segments.deleteShipped(acknowledged.sequence())) {
            keeper.wake();
        }
    }

    /** Whether OPENs are taken, and if not why. */
    public JournalHealth health() {
        return writer.health();
    }

    /** Figures for metrics. */
    public JournalGauges gauges() {
        return new JournalGauges(
                signal.syncedSequence(),
                acknowledged.sequence(),
                intake.pendingBytes(),
                intake.spaceLeftBytes(),
                intake.reservedBytes(),
                intake.outstanding(),
                segments.segmentCount(),
                slots.freeCount(),
                writer.batches(),
                writer.syncs());
    }

    /** Writes and fsyncs what was accepted, tells the listeners, and gives the journal up. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        intake.close();
        try {
            writerThread.join();
            keeper.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the journal was closing; its last records may be unwritten", e);
        } finally {
            signal.close();
        }
        segments.close();
        acknowledged.close();
        owner.close();
    }

    private static Recovery recovery(RecoveryScan scan, Map<AttemptKey, ProgressSlot> found) {
        List<UnsettledOpen> unsettled = new ArrayList<>();
        scan.unsettled().forEach((key, open) -> {
            ProgressSlot slot = found.get(key);
            unsettled.add(new UnsettledOpen(open.open(), slot == null ? Progress.NONE : slot.progress(), slot));
        });
        return new Recovery(unsettled, scan.nextSequence(), scan.tornTail());
    }
}
