package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The journal of one gateway. See the package for what it promises. Safe for use by many threads. */
public final class Journal implements Closeable {
    private Journal() {}

    /**
     * Opens the journal, makes it this process's, and reads what is not yet settled or shipped.
     *
     * @param clock for the moments in {@link JournalHealth}
     * @throws JournalOwnedException when another process has it open
     * @throws JournalCorruptedException when a durable record cannot be read
     * @throws IOException when the directory cannot be used, or belongs to another gateway
     */
    public static Journal open(JournalSettings settings, Clock clock) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** What opening found: settle these before long, their segments cannot be deleted until then. */
    public Recovery recovery() {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /** A progress slot for a live attempt, or null when all are taken: refuse the request with 503. For event loops. */
    public @Nullable ProgressSlot claim(Ulid request, int attempt) {
        throw new UnsupportedOperationException();
    }

    /** A reader that begins after the acknowledged position. */
    public JournalReader reader() {
        throw new UnsupportedOperationException();
    }

    /**
     * Says that every record up to this sequence has been shipped, durably, and deletes the segments nobody needs any
     * more. Blocks for two fsyncs.
     *
     * @throws IllegalArgumentException when it was never made durable here; going back is ignored
     */
    public void acknowledge(long sequence) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Whether OPENs are taken, and if not why. */
    public JournalHealth health() {
        throw new UnsupportedOperationException();
    }

    /** Figures for metrics. */
    public JournalGauges gauges() {
        throw new UnsupportedOperationException();
    }

    /** Writes and fsyncs what was accepted, tells the listeners, and gives the journal up. */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
