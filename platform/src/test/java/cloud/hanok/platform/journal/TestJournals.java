package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Small journals, and what many tests do with them. */
final class TestJournals {
    static final int SEGMENT_BYTES = 16 << 10;
    static final String GATEWAY = "gw-0";

    private TestJournals() {}

    static JournalSettings settings(Path directory) {
        return settings(directory, SyncMode.GROUP, 64L * SEGMENT_BYTES);
    }

    static JournalSettings settings(Path directory, SyncMode sync, long maximumBytes) {
        return settings(directory, sync, Duration.ofMillis(1), maximumBytes);
    }

    static JournalSettings gathering(Path directory, Duration interval) {
        return settings(directory, SyncMode.GROUP, interval, 64L * SEGMENT_BYTES);
    }

    private static JournalSettings settings(Path directory, SyncMode sync, Duration gather, long maximumBytes) {
        return new JournalSettings(
                directory,
                GATEWAY,
                sync,
                Duration.ofMillis(10),
                gather,
                Duration.ofMillis(20),
                SEGMENT_BYTES,
                maximumBytes,
                64 << 10,
                1024,
                512,
                16);
    }

    static Journal open(Path directory) throws IOException {
        return Journal.open(settings(directory), Clock.systemUTC());
    }

    static Ulid request(long number) {
        return new Ulid(0x0193_0000_0000_0000L, number);
    }

    static byte[] payload(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Appends and waits until it is durable. */
    static void write(Journal journal, RecordKind kind, long request, String payload) throws Exception {
        Durability durability = new Durability();
        // These segments are so small that the next one may still be in the making.
        await(() -> {
            Appended appended = journal.append(kind, request(request), 1, payload(payload), durability);
            if (!appended.accepted() && appended != Appended.REFUSED_NO_SPACE) {
                throw new IllegalStateException(kind + " was not taken: " + appended);
            }
            return appended.accepted();
        });
        if (!durability.get()) {
            throw new IllegalStateException(kind + " was not written");
        }
    }

    /** Everything that is not acknowledged. */
    static List<JournalRecord> readAll(Journal journal) throws IOException {
        List<JournalRecord> all = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            for (List<JournalRecord> some = reader.read(7); !some.isEmpty(); some = reader.read(7)) {
                all.addAll(some);
            }
        }
        return all;
    }

    static List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("segment-"))
                    .sorted()
                    .toList();
        }
    }

    static Path copy(Path directory, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    /** Waits on a condition that another thread brings about. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it did not come about within 20 s");
            }
            LockSupport.parkNanos(500_000);
        }
    }
}
