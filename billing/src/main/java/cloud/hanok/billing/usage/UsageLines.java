package cloud.hanok.billing.usage;

import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.money.NanoWon;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Splits sums into lines by bucket. The amounts of a group's lines add up to its cost exactly. */
public final class UsageLines {
    private final Function<PriceId, Optional<TokenPrice>> prices;

    /**
     * @param prices finds a price, blocking when it must
     */
    public UsageLines(Function<PriceId, Optional<TokenPrice>> prices) {
        this.prices = prices;
    }

    /** The lines of all groups in their order; a bucket with no token and no cost has none. */
    public List<UsageLine> of(UsageSums sums) {
        Map<PriceId, Optional<TokenPrice>> known = new HashMap<>();
        List<UsageLine> lines = new ArrayList<>();
        sums.byGroup()
                .forEach((group, totals) -> split(group, totals, known.computeIfAbsent(group.price(), prices), lines));
        return lines;
    }

    private static void split(UsageGroup group, UsageTotals totals, Optional<TokenPrice> price, List<UsageLine> lines) {
        NanoWon rest = totals.cost();
        if (price.isPresent()) {
            TokenPrice unit = price.get();
            rest = rest.minus(line(group, UsageLine.Kind.INPUT, totals.computedTokens(), unit.inputNanoWon(), lines));
            rest = rest.minus(
                    line(group, UsageLine.Kind.CACHED_INPUT, totals.cachedTokens(), unit.cachedNanoWon(), lines));
            rest = rest.minus(
                    line(group, UsageLine.Kind.OUTPUT, totals.completionTokens(), unit.outputNanoWon(), lines));
        }
        if (!rest.equals(NanoWon.ZERO)) {
            lines.add(new UsageLine(group, UsageLine.Kind.DIFFERENCE, 0, null, rest));
        }
    }

    private static NanoWon line(
            UsageGroup group, UsageLine.Kind kind, long quantity, long unitNanoWon, List<UsageLine> lines) {
        NanoWon amount = new NanoWon(unitNanoWon).times(quantity);
        if (quantity != 0) {
            lines.add(new UsageLine(group, kind, quantity, unitNanoWon, amount));
        }
        return amount;
    }
}
