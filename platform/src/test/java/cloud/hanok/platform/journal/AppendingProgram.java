package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/** Serves pretended requests from several threads until it is killed, and says what became durable or was relayed. */
final class AppendingProgram {
    private static final int THREADS = 4;
    private static final int CHUNKS = 5;

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final Journal journal;
    private final int run;

    private AppendingProgram(Journal journal, int run) {
        this.journal = journal;
        this.run = run;
    }

    /** Arguments: directory, sync mode, a number no other run has. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        SyncMode mode = SyncMode.valueOf(arguments[1]);
        Journal journal = Journal.open(settings(directory, mode), Clock.systemUTC());
        AppendingProgram program = new AppendingProgram(journal, Integer.parseInt(arguments[2]));
        for (int thread = 1; thread < THREADS; thread++) {
            int number = thread;
            Thread.ofPlatform().start(() -> program.serve(number));
        }
        program.serve(0);
    }

    static JournalSettings settings(Path directory, SyncMode mode) {
        return new JournalSettings(
                directory,
                TestJournals.GATEWAY,
                mode,
                Duration.ofMillis(10),
                Duration.ofMillis(1),
                Duration.ofMillis(20),
                64 << 10,
                1L << 30,
                64 << 10,
                1024,
                512,
                64);
    }

    /** The run that made a request. */
    static int runOf(Ulid request) {
        return (int) (request.mostSignificantBits() / 100);
    }

    private void serve(int thread) {
        for (long number = 0; ; number++) {
            Ulid request = new Ulid(run * 100L + thread, number);
            ProgressSlot slot = Objects.requireNonNull(journal.claim(request, 1));
            write(RecordKind.OPEN, request, 300, slot, false);
            for (int chunk = 1; chunk <= CHUNKS; chunk++) {
                slot.update(17, 0, chunk);
                say("RELAYED " + request + " " + chunk);
            }
            write(RecordKind.SETTLE, request, 200, slot, true);
        }
    }

    private void write(RecordKind kind, Ulid request, int bytes, ProgressSlot slot, boolean free) {
        Semaphore written = new Semaphore(0);
        DurableListener listener = new DurableListener() {
            @Override
            public void durable() {
                if (free) {
                    slot.free();
                }
                say(kind + " " + request);
                written.release();
            }

            @Override
            public void failed(IOException why) {
                throw new UncheckedIOException(why);
            }
        };
        TestJournals.await(() ->
                journal.append(kind, request, 1, new byte[bytes], listener).accepted());
        written.acquireUninterruptibly();
    }

    private synchronized void say(String line) {
        try {
            out.write((line + ".\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
