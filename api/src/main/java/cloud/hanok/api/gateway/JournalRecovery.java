package cloud.hanok.api.gateway;

import cloud.hanok.billing.price.Rating;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.compliance.receipt.Leaf;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.journal.DurableListener;
import cloud.hanok.platform.journal.Journal;
import cloud.hanok.platform.journal.Progress;
import cloud.hanok.platform.journal.RecordKind;
import cloud.hanok.platform.journal.UnsettledOpen;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what the process before this one left open: an attempt that was begun is billed at its last progress, which is
 * at most one chunk more than its client's socket took, and flagged as lost and partial; what of it was images or reasoning, the
 * progress does not say. One that has an idempotency key is
 * billed only where its answer is kept.
 */
final class JournalRecovery {
    private static final byte[] OUTPUT_UNKNOWN = new byte[0];
    private static final Logger LOG = LoggerFactory.getLogger(JournalRecovery.class);

    private final Gateway gateway;
    private boolean settled;

    JournalRecovery(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Appends a SETTLE for each OPEN without one, once; returns how many there were. */
    int settleAll() {
        Journal journal = gateway.journal();
        var unsettled = journal.recovery().unsettled();
        if (settled) {
            return unsettled.size();
        }
        List<Boolean> billed = unsettled.stream().map(this::isBilled).toList();
        settled = true;
        for (int i = 0; i < unsettled.size(); i++) {
            settle(unsettled.get(i), billed.get(i));
        }
        if (!unsettled.isEmpty()) {
            LOG.warn("settled {} requests that the last run of this gateway left open", unsettled.size());
        }
        return unsettled.size();
    }

    /**
     * Of a request with an idempotency key only an answer that is kept is paid: otherwise whoever repeats it will get, and
     * pay, another one.
     *
     * @throws RuntimeException when nobody can tell yet; then nothing was settled
     */
    private boolean isBilled(UnsettledOpen left) {
        JournalEntry.Facts facts = JournalEntry.decode(left.open().payload()).facts();
        String claim = facts.claim();
        return claim == null
                || gateway.keyed()
                        .conclude(
                                facts.tenant(), claim, new RequestId(left.open().request()));
    }

    private void settle(UnsettledOpen left, boolean billed) {
        JournalEntry open = JournalEntry.decode(left.open().payload());
        var request = new RequestId(left.open().request());
        int attempt = left.open().attempt();
        Instant now = gateway.clock().instant();
        Progress progress = left.progress();
        boolean estimated = billed && (progress.flags() & AttemptRecord.FLAG_ESTIMATED) != 0;
        var usage = billed
                ? TokenUsage.ofPrompt(progress.inputTokens(), progress.cachedTokens(), progress.outputTokens())
                : TokenUsage.NONE;
        var ending =
                new JournalEntry.Ending(usage, billed ? Outcome.GATEWAY_LOST : Outcome.WAIVED, true, estimated, now);
        byte[] salt = gateway.salt();
        byte[] receipt = SettledUsage.closing(
                gateway,
                request,
                attempt,
                Leaf.entry(open.salt(), open.receipt()),
                open.facts(),
                ending,
                Rating.cost(open.facts().price(), usage),
                OUTPUT_UNKNOWN);
        byte[] entry = new JournalEntry(open.facts(), ending, salt, receipt).encode();
        var listener = new Freeing(request, attempt, entry, left);
        if (!gateway.journal()
                .append(RecordKind.SETTLE, request.ulid(), attempt, entry, listener)
                .accepted()) {
            listener.failed(new IOException("the journal took no SETTLE"));
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private final class Freeing implements DurableListener {
        private final RequestId request;
        private final int attempt;
        private final byte[] entry;
        private final UnsettledOpen left;

        Freeing(RequestId request, int attempt, byte[] entry, UnsettledOpen left) {
            this.request = request;
            this.attempt = attempt;
            this.entry = entry;
            this.left = left;
        }

        @Override
        public void durable() {
            left.free();
        }

        @Override
        public void failed(IOException why) {
            gateway.unsettled().keep(request, attempt, entry, left.slot());
        }
    }
}
