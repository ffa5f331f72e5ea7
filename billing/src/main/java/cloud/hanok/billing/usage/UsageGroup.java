package cloud.hanok.billing.usage;

import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import java.util.Comparator;

/**
 * What usage is summed by: everything a report may filter or group by, and the price, so that a sum can be split into
 * lines of an invoice.
 *
 * @param project in which workspace
 * @param caller whoever asked: by a key, or as a member
 * @param model the name the callers asked for
 * @param price at which price
 */
public record UsageGroup(ProjectId project, CallerId caller, String model, PriceId price)
        implements Comparable<UsageGroup> {
    private static final Comparator<UsageGroup> ORDER = Comparator.comparing(
                    (UsageGroup g) -> g.project().ulid())
            .thenComparing(g -> g.caller().ulid())
            .thenComparing(g -> g.caller().prefix())
            .thenComparing(UsageGroup::model)
            .thenComparing(g -> g.price().ulid());

    /** Whether it was asked in batches. */
    public boolean inBatch() {
        return price.isOfBatch();
    }

    @Override
    public int compareTo(UsageGroup other) {
        return ORDER.compare(this, other);
    }
}
