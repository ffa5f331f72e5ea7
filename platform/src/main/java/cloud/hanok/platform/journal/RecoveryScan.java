package cloud.hanok.platform.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads all segments once, checks every record, cuts the torn tail, and finds the OPENs without SETTLE. */
final class RecoveryScan {
    private final Disk disk;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Path> spares;
    private final Map<AttemptKey, Unsettled> unsettled = new LinkedHashMap<>();
    private final long acknowledged;
    private long nextSequence;
    private long end;
    private Optional<TornTail> tornTail = Optional.empty();

    /** An OPEN and the segment that holds it. */
    record Unsettled(JournalRecord open, Segment segment) {}

    private RecoveryScan(Disk disk, List<Path> spares, long acknowledged) {
        this.disk = disk;
        this.spares = spares;
        this.acknowledged = acknowledged;
    }

    /**
     * @param acknowledged records up to this one were durable, whatever the files say
     * @throws JournalCorruptedException when a record that was durable is not there
     */
    static RecoveryScan of(Path directory, Disk disk, long gatewayHash, long acknowledged) throws IOException {
        RecoveryScan scan = new RecoveryScan(disk, files(directory, SegmentLog.SPARE_PREFIX), acknowledged);
        for (Path path : files(directory, SegmentLog.SEGMENT_PREFIX)) {
            try (Disk.DiskFile file = disk.open(path)) {
                SegmentHeader header = SegmentHeader.read(file, path, gatewayHash);
                scan.segments.add(new Segment(header.number(), path, header.firstSequence()));
            }
        }
        scan.walk();
        return scan;
    }

    List<Segment> segments() {
        return segments;
    }

    /** Segments made ahead and not used. */
    List<Path> spares() {
        return spares;
    }

    Map<AttemptKey, Unsettled> unsettled() {
        return unsettled;
    }

    long nextSequence() {
        return nextSequence;
    }

    /** Where the last segment's records end. */
    long end() {
        return end;
    }

    Optional<TornTail> tornTail() {
        return tornTail;
    }

    /** The number in a file's name. */
    static long number(Path path) {
        String name = String.valueOf(path.getFileName());
        return Long.parseLong(name.substring(name.indexOf('-') + 1));
    }

    private static List<Path> files(Path directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> String.valueOf(path.getFileName()).matches(prefix + "\\d{12}"))
                    .sorted(Comparator.comparingLong(RecoveryScan::number))
                    .toList();
        }
    }

    private void walk() throws IOException {
        nextSequence =
                segments.isEmpty() ? acknowledged + 1 : segments.getFirst().firstSequence();
        if (nextSequence > acknowledged + 1) {
            throw new JournalCorruptedException(
                    segments.getFirst().path(),
                    0,
                    "records " + (acknowledged + 1) + " to " + (nextSequence - 1)
                            + " were never shipped and their segment is missing.");
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment next = i + 1 < segments.size() ? segments.get(i + 1) : null;
            try (SegmentCursor cursor =
                    new SegmentCursor(disk.open(segments.get(i).path()))) {
                walk(segments.get(i), next, cursor);
            }
        }
        if (nextSequence <= acknowledged) {
            Path last =
                    segments.isEmpty() ? Path.of("segment") : segments.getLast().path();
            throw new JournalCorruptedException(last, end, "record " + nextSequence + " was shipped and is not there.");
        }
    }

    private void walk(Segment segment, @Nullable Segment next, SegmentCursor cursor) throws IOException {
        if (segment.firstSequence() > nextSequence) {
            throw new JournalCorruptedException(
                    segment.path(),
                    0,
                    "it begins with record " + segment.firstSequence() + ", after " + (nextSequence - 1) + ".");
        }
        long until = next == null ? Long.MAX_VALUE : next.firstSequence();
        while (nextSequence < until) {
            JournalRecord record = cursor.next(nextSequence);
            if (record == null) {
                break;
            }
            note(record, segment);
            nextSequence++;
        }
        if (next == null) {
            cut(segment, cursor);
        } else if (nextSequence < until) {
            throw new JournalCorruptedException(
                    segment.path(),
                    cursor.offset(),
                    "record " + nextSequence + " cannot be read, and later segments prove that it was written.");
        }
    }

    private void note(JournalRecord record, Segment segment) {
        AttemptKey key = new AttemptKey(record.request(), record.attempt());
        switch (record.kind()) {
            case OPEN -> {
                Unsettled before = unsettled.put(key, new Unsettled(record, segment));
                segment.opened();
                if (before != null) {
                    before.segment().settled();
                }
            }
            case SETTLE -> {
                Unsettled open = unsettled.remove(key);
                if (open != null) {
                    open.segment().settled();
                }
            }
            case AMEND -> {}
        }
    }

    /** What lies behind the last good record is either a torn write, which goes, or proof of damage. */
    private void cut(Segment last, SegmentCursor cursor) throws IOException {
        end = cursor.offset();
        JournalRecord witness = cursor.witnessOf(nextSequence);
        if (witness != null) {
            throw new JournalCorruptedException(
                    last.path(),
                    end,
                    "record " + nextSequence + " cannot be read, and record " + witness.sequence()
                            + " proves that it was durable.");
        }
        long written = cursor.writtenEnd();
        if (written == end || nextSequence <= acknowledged) {
            return;
        }
        try (Disk.DiskFile file = disk.open(last.path())) {
            ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
            for (long at = end; at < written; at += zeros.limit()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), written - at));
                file.write(zeros, at);
            }
            file.force();
        }
        tornTail = Optional.of(new TornTail(last.path(), end, written - end));
    }
}
