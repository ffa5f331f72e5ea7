package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Measures the journal on this machine's disk: records per second and durable latency with waiting appenders, the cost
 * of an append and of a progress update on the caller's thread. Arguments: a directory to use, records per appender.
 */
final class JournalMeasurement {
    private static final int PAYLOAD_BYTES = 600;
    private static final int CALLS = 200_000;

    private JournalMeasurement() {}

    /** Prints the figures. */
    public static void main(String[] arguments) throws Exception {
        Path base = Path.of(arguments[0]);
        int records = Integer.parseInt(arguments[1]);
        floor(base, records);
        for (SyncMode mode : SyncMode.values()) {
            for (int appenders : new int[] {1, 64}) {
                Path directory = Files.createTempDirectory(base, "journal");
                try (Journal journal =
                        Journal.open(JournalSettings.of(directory, "gw-m").withSync(mode), Clock.systemUTC())) {
                    waiting(journal, appenders, records / 10, "warm-up");
                    waiting(journal, appenders, records, mode + ", appenders " + appenders);
                }
            }
        }
        Path directory = Files.createTempDirectory(base, "journal");
        try (Journal journal = Journal.open(JournalSettings.of(directory, "gw-m"), Clock.systemUTC())) {
            for (int round = 0; round < 3; round++) {
                calls(journal);
                updates(journal);
            }
        }
    }

    /** What the disk itself takes: one writer, one preallocated file, one write and one fsync at a time. */
    private static void floor(Path base, int records) throws IOException {
        Path file = base.resolve("floor-" + System.nanoTime());
        long[] nanos = new long[records];
        try (Disk.DiskFile disk = new FileDisk().preallocate(file, (long) records * 1024)) {
            for (int i = 0; i < records; i++) {
                long begin = System.nanoTime();
                disk.write(ByteBuffer.allocate(RecordLayout.bytesOf(PAYLOAD_BYTES)), i * 1024L);
                disk.force();
                nanos[i] = System.nanoTime() - begin;
            }
        } finally {
            Files.delete(file);
        }
        Arrays.sort(nanos);
        System.out.printf(
                "floor: one write, one fsync   %,10.0f /s   p50 %.3f ms  p99 %.3f ms%n",
                records * 1e9 / Arrays.stream(nanos).sum(), nanos[records / 2] / 1e6, nanos[records / 100 * 99] / 1e6);
    }

    private static void waiting(Journal journal, int appenders, int records, String what) throws Exception {
        long[][] nanos = new long[appenders][records];
        long batches = journal.gauges().batches();
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < appenders; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> waiting(journal, number, nanos[number])));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long took = System.nanoTime() - begin;
        long[] all = Arrays.stream(nanos).flatMapToLong(LongStream::of).sorted().toArray();
        System.out.printf(
                "%-28s %,10.0f records/s   durable p50 %.3f ms  p99 %.3f ms  max %.1f ms   %.1f records a batch%n",
                what,
                all.length * 1e9 / took,
                all[all.length / 2] / 1e6,
                all[all.length / 100 * 99] / 1e6,
                all[all.length - 1] / 1e6,
                (double) all.length / (journal.gauges().batches() - batches));
    }

    private static void waiting(Journal journal, int number, long[] nanos) {
        byte[] payload = new byte[PAYLOAD_BYTES];
        Semaphore durable = new Semaphore(0);
        DurableListener listener = new Listener(durable);
        for (int i = 0; i < nanos.length; i++) {
            RecordKind kind = i % 2 == 0 ? RecordKind.OPEN : RecordKind.SETTLE;
            long begin = System.nanoTime();
            while (!journal.append(kind, new Ulid(number, i / 2), 1, payload, listener)
                    .accepted()) {
                LockSupport.parkNanos(100_000);
            }
            durable.acquireUninterruptibly();
            nanos[i] = System.nanoTime() - begin;
        }
    }

    /** One event loop's view: appends back to back, paced so that the buffer never fills. */
    private static void calls(Journal journal) throws InterruptedException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] payload = new byte[PAYLOAD_BYTES];
        Semaphore durable = new Semaphore(0);
        DurableListener listener = new Listener(durable);
        Ulid request = new Ulid(1L << 40, 1);
        long[] nanos = new long[CALLS];
        long allocated = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            long begin = System.nanoTime();
            Appended appended = journal.append(RecordKind.AMEND, request, 1, payload, listener);
            nanos[i] = System.nanoTime() - begin;
            if (!appended.accepted()) {
                throw new IllegalStateException(appended.toString());
            }
            if (i % 50 == 49) {
                durable.acquire(50);
            }
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        Arrays.sort(nanos);
        System.out.printf(
                "append call                  p50 %d ns  p99 %d ns  mean %d ns, %d B allocated a call%n",
                nanos[CALLS / 2], nanos[CALLS / 100 * 99], Arrays.stream(nanos).sum() / CALLS, allocated / CALLS);
    }

    private static void updates(Journal journal) {
        ProgressSlot slot = Objects.requireNonNull(journal.claim(new Ulid(1, 1), 1));
        int updates = 20_000_000;
        long begin = System.nanoTime();
        for (int i = 0; i < updates; i++) {
            slot.update(100, 0, i);
        }
        System.out.printf("progress update              %.2f ns%n", (System.nanoTime() - begin) / (double) updates);
        slot.free();
        begin = System.nanoTime();
        int claims = 1_000_000;
        for (int i = 0; i < claims; i++) {
            Objects.requireNonNull(journal.claim(new Ulid(1, i), 1)).free();
        }
        System.out.printf("claim and free               %.1f ns%n", (System.nanoTime() - begin) / (double) claims);
    }

    private record Listener(Semaphore written) implements DurableListener {
        @Override
        public void durable() {
            written.release();
        }

        @Override
        public void failed(IOException why) {
            throw new IllegalStateException(why);
        }
    }
}
