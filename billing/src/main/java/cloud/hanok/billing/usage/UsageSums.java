package cloud.hanok.billing.usage;

import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.platform.money.NanoWon;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Usage summed by {@link UsageGroup}. Not for several threads at once. */
public final class UsageSums {
    private final TreeMap<UsageGroup, UsageTotals> totals = new TreeMap<>();

    /** The groups in their order, each with its sum. */
    public SortedMap<UsageGroup, UsageTotals> byGroup() {
        return Collections.unmodifiableSortedMap(totals);
    }

    /**
     * What a tenant, or a part of it, spent.
     *
     * @throws ArithmeticException on overflow
     */
    public NanoWon cost(SpendScope scope) {
        return totals.entrySet().stream()
                .filter(entry -> scope.includes(entry.getKey()))
                .map(entry -> entry.getValue().cost())
                .reduce(NanoWon.ZERO, NanoWon::plus);
    }

    /**
     * Adds to one group.
     *
     * @throws ArithmeticException on overflow
     */
    public void add(UsageGroup group, UsageTotals more) {
        totals.merge(group, more, UsageTotals::plus);
    }

    /** Adds every group of another sum. */
    public void addAll(UsageSums other) {
        other.totals.forEach(this::add);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UsageSums sums && totals.equals(sums.totals);
    }

    @Override
    public int hashCode() {
        return totals.hashCode();
    }

    @Override
    public String toString() {
        return totals.toString();
    }
}
