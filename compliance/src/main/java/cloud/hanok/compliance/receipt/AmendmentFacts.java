package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;

/**
 * What replaces a closing receipt's usage and cost: a body that was settled and then could not be written.
 *
 * @param request it belongs to
 * @param attempt from 1
 * @param closingLeaf of the same attempt, 32 bytes ({@link Leaf#entry()})
 * @param reason a stable code
 * @param usage tokens charged now
 * @param cost charged now
 * @param at when
 */
public record AmendmentFacts(
        RequestId request,
        int attempt,
        byte[] closingLeaf,
        String reason,
        ReceiptUsage usage,
        NanoWon cost,
        Instant at) {}
