package cloud.hanok.api.gateway;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.journal.DurableListener;
import cloud.hanok.platform.journal.Journal;
import cloud.hanok.platform.journal.ProgressSlot;
import cloud.hanok.platform.journal.RecordKind;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SETTLEs that the journal could not take when they were due. They are offered again until it does; their progress slots
 * stay as they are, so that the death of the process loses nothing either. Beyond the bound only the slots remain, and
 * the next start settles them.
 */
final class UnsettledEntries {
    /** A journal that is down this long has stopped taking OPENs long before. */
    private static final int MAX_KEPT = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(UnsettledEntries.class);

    private final Journal journal;
    private final BlockingQueue<Kept> kept = new ArrayBlockingQueue<>(MAX_KEPT);

    UnsettledEntries(Journal journal) {
        this.journal = journal;
    }

    /** Takes a SETTLE that was refused or failed. From any thread. */
    void keep(RequestId request, int attempt, byte[] entry, @Nullable ProgressSlot slot) {
        if (!kept.offer(new Kept(request, attempt, entry, slot))) {
            LOG.error("request {} attempt {} will be settled from its progress at the next start", request, attempt);
        }
    }

    /** How many wait. */
    int size() {
        return kept.size();
    }

    /** Offers all of them to the journal again. Called now and then, by one thread. */
    void retry() {
        int waiting = kept.size();
        for (int i = 0; i < waiting; i++) {
            Kept next = kept.poll();
            if (next == null) {
                return;
            }
            boolean taken = journal.append(
                            RecordKind.SETTLE, next.request.ulid(), next.attempt, next.entry, new Retried(next))
                    .accepted();
            if (!taken) {
                keep(next.request, next.attempt, next.entry, next.slot);
                return;
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Kept(
            RequestId request,
            int attempt,
            byte[] entry,
            @Nullable ProgressSlot slot) {}

    private final class Retried implements DurableListener {
        private final Kept entry;

        Retried(Kept entry) {
            this.entry = entry;
        }

        @Override
        public void durable() {
            if (entry.slot != null) {
                entry.slot.free();
            }
        }

        @Override
        public void failed(IOException why) {
            keep(entry.request, entry.attempt, entry.entry, entry.slot);
        }
    }
}
