package cloud.hanok.billing.usage;

import java.time.Instant;

/** Is handed what was recorded, in the order of its minutes. */
@FunctionalInterface
public interface UsageVisitor {
    /**
     * Takes an event or an amendment.
     *
     * @param minute the start of the minute it belongs to
     * @param attempt whose it is
     * @param totals what it adds, or takes away
     * @return whether to go on
     */
    boolean visit(Instant minute, BilledAttempt attempt, UsageTotals totals);
}
