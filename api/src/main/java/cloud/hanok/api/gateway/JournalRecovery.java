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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what the process before this one left open: an attempt that was begun is billed at its last progress, which is
 * at most one chunk more than its client's socket took, and flagged as lost and partial.
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
        settled = true;
        unsettled.forEach(this::settle);
        if (!unsettled.isEmpty()) {
            LOG.warn("settled {} requests that the last run of this gateway left open", unsettled.size());
        }
        return unsettled.size();
    }

    private void settle(UnsettledOpen left) {
        JournalEntry open = JournalEntry.decode(left.open().payload());
        var request = new RequestId(left.open().request());
        int attempt = left.open().attempt();
        Instant now = gateway.clock().instant();
        Progress progress = left.progress();
        boolean estimated = (progress.flags() & AttemptRecord.FLAG_ESTIMATED) != 0;
        var usage = TokenUsage.ofPrompt(progress.inputTokens(), progress.cachedTokens(), progress.outputTokens());
        var ending = new JournalEntry.Ending(usage, Outcome.GATEWAY_LOST, true, estimated, now);
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
