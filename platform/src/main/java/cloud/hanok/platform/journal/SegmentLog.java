package cloud.hanok.platform.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the journal: segments in use, one of which is written to, and spare ones made ahead. The writer's thread
 * writes and rolls, the keeper's adds spares, anyone may find or delete.
 */
final class SegmentLog implements Closeable {
    static final String SEGMENT_PREFIX = "segment-";
    static final String SPARE_PREFIX = "spare-";

    private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);

    private final Path directory;
    private final Disk disk;
    private final long gatewayHash;
    private final long segmentBytes;
    private final Intake intake;
    private final ConcurrentLinkedDeque<Spare> spares = new ConcurrentLinkedDeque<>();
    private final AtomicLong nextSpare = new AtomicLong();
    private volatile List<Segment> segments = List.of();
    private long nextNumber = 1;
    private @Nullable Segment current;
    private Disk.@Nullable DiskFile file;
    private long position;
    private long size;

    private record Spare(Path path, Disk.DiskFile file) {}

    SegmentLog(JournalSettings settings, Disk disk, Intake intake) {
        this.directory = settings.directory();
        this.disk = disk;
        this.gatewayHash = SegmentHeader.hash(settings.gateway());
        this.segmentBytes = settings.segmentBytes();
        this.intake = intake;
    }

    /** Takes over what the scan found, and goes on in the last segment. */
    void resume(RecoveryScan scan) throws IOException {
        segments = List.copyOf(scan.segments());
        for (Path left : scan.spares()) {
            Disk.DiskFile spare = disk.open(left);
            if (spare.size() == segmentBytes) {
                spares.add(new Spare(left, spare));
                intake.spareReady();
            } else {
                spare.close();
                disk.delete(left);
            }
            nextSpare.accumulateAndGet(RecoveryScan.number(left) + 1, Math::max);
        }
        if (segments.isEmpty()) {
            if (spares.isEmpty()) {
                addSpare();
            }
            start(scan.nextSequence());
            return;
        }
        Segment last = segments.getLast();
        nextNumber = last.number() + 1;
        current = last;
        file = disk.open(last.path());
        size = file.size();
        position = scan.end();
        intake.currentFound(room());
    }

    /** Bytes the current segment can still take. */
    long room() {
        return current == null ? 0 : size - position;
    }

    void write(ByteBuffer records) throws IOException {
        int bytes = records.remaining();
        file().write(records, position);
        position += bytes;
    }

    void force() throws IOException {
        file().force();
    }

    Segment current() {
        if (current == null) {
            throw new IllegalStateException("no segment is being written");
        }
        return current;
    }

    /** Leaves the current segment, all of which is on the disk, and goes on in the next. */
    void roll(long firstSequence) throws IOException {
        abandon();
        start(firstSequence);
    }

    /** Begins a segment in a spare one's file. Its name says it is in use only after its header is on the disk. */
    void start(long firstSequence) throws IOException {
        Spare spare = spares.poll();
        if (spare == null) {
            throw new IOException("no space is prepared in " + directory
                    + ": free some on that disk, or acknowledge records so that segments can be deleted");
        }
        long number = nextNumber++;
        Path path = directory.resolve("%s%012d".formatted(SEGMENT_PREFIX, number));
        try {
            spare.file().write(new SegmentHeader(gatewayHash, number, firstSequence).bytes(), 0);
            spare.file().force();
            disk.rename(spare.path(), path);
        } catch (IOException e) {
            intake.spareLost();
            discard(spare.file(), spare.path(), path);
            throw e;
        }
        intake.spareTaken();
        Segment started = new Segment(number, path, firstSequence);
        synchronized (this) {
            List<Segment> more = new ArrayList<>(segments);
            more.add(started);
            segments = List.copyOf(more);
        }
        current = started;
        file = spare.file();
        size = file.size();
        position = SegmentHeader.BYTES;
    }

    /** Stops writing to the current segment. What it holds beyond the next one's first sequence no longer counts. */
    void abandon() {
        if (file != null) {
            closeQuietly(file);
        }
        current = null;
        file = null;
    }

    boolean hasSpare() {
        return !spares.isEmpty();
    }

    /** Makes one more spare segment; takes a while, and is for the keeper's thread. */
    void addSpare() throws IOException {
        Path path = directory.resolve("%s%012d".formatted(SPARE_PREFIX, nextSpare.getAndIncrement()));
        spares.add(new Spare(path, disk.preallocate(path, segmentBytes)));
        intake.spareReady();
    }

    /** All segments' files, the spare ones with them. */
    long allocatedBytes() {
        return (segments.size() + spares.size()) * segmentBytes;
    }

    int segmentCount() {
        return segments.size();
    }

    /** The segment in which a sequence lies or will lie: later ones supersede earlier ones. */
    Optional<Segment> find(long sequence) {
        return segments.reversed().stream()
                .filter(segment -> segment.firstSequence() <= sequence)
                .findFirst();
    }

    /**
     * Deletes from the oldest on, up to the first segment that is still needed. Never one behind it: the SETTLE of an
     * OPEN that is kept may be there.
     *
     * @return whether any was deleted
     */
    synchronized boolean deleteShipped(long acknowledged) throws IOException {
        int deleted = 0;
        List<Segment> all = segments;
        while (deleted < all.size() - 1
                && all.get(deleted + 1).firstSequence() - 1 <= acknowledged
                && !all.get(deleted).holdsUnsettled()) {
            disk.delete(all.get(deleted).path());
            deleted++;
            segments = List.copyOf(all.subList(deleted, all.size()));
        }
        return deleted > 0;
    }

    @Override
    public void close() {
        abandon();
        for (Spare spare : spares) {
            closeQuietly(spare.file());
        }
    }

    private Disk.DiskFile file() throws IOException {
        if (file == null) {
            throw new IOException("no segment is being written");
        }
        return file;
    }

    private void discard(Disk.DiskFile spare, Path... names) {
        closeQuietly(spare);
        for (Path name : names) {
            try {
                disk.delete(name);
            } catch (IOException e) {
                LOG.warn("journal: {} stays behind, empty: {}", name, e.toString());
            }
        }
    }

    private static void closeQuietly(Disk.DiskFile file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("journal: a segment did not close: {}", e.toString());
        }
    }
}
