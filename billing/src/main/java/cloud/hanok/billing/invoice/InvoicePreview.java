package cloud.hanok.billing.invoice;

import cloud.hanok.billing.usage.UsageLine;
import cloud.hanok.billing.usage.UsageLines;
import cloud.hanok.billing.usage.UsageProjection;
import cloud.hanok.billing.usage.UsageSums;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.platform.time.Seoul;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows what a month's invoice would be. A line is rounded to won once; totals are sums of what is shown. Blocks. */
public final class InvoicePreview {
    private final UsageProjection projection;
    private final UsageLines lines;
    private final Clock clock;

    public InvoicePreview(UsageProjection projection, UsageLines lines, Clock clock) {
        this.projection = projection;
        this.lines = lines;
        this.clock = clock;
    }

    /**
     * The draft of a month, running or over.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when usage could not be read
     */
    public InvoiceDraft of(TenantId tenant, YearMonth month) {
        Instant asOf = clock.instant();
        return draft(tenant, month, asOf, projection.month(tenant, month));
    }

    private InvoiceDraft draft(TenantId tenant, YearMonth month, Instant asOf, UsageSums sums) {
        TreeMap<LineKey, Amount> amounts = new TreeMap<>();
        for (UsageLine line : lines.of(sums)) {
            amounts.merge(
                    new LineKey(line.group().model(), line.kind(), line.group().inBatch(), line.unitNanoWon()),
                    new Amount(line.quantity(), line.amount()),
                    Amount::plus);
        }
        List<InvoiceLine> invoiced = new ArrayList<>();
        amounts.forEach((key, amount) -> invoiced.add(new InvoiceLine(
                key.model(),
                key.kind(),
                key.batch(),
                amount.quantity(),
                key.unitNanoWon(),
                amount.exact(),
                amount.exact().toWonHalfUp())));
        long supplyWon = invoiced.stream().mapToLong(InvoiceLine::won).reduce(0, Math::addExact);
        VatPolicy policy = VatPolicy.PER_INVOICE_DOWN;
        long vatWon = policy.vatWon(supplyWon);
        return new InvoiceDraft(
                tenant,
                month,
                Seoul.startOf(month),
                Seoul.endOf(month),
                asOf,
                invoiced,
                supplyWon,
                policy,
                vatWon,
                Math.addExact(supplyWon, vatWon));
    }

    private record Amount(long quantity, NanoWon exact) {
        Amount plus(Amount other) {
            return new Amount(Math.addExact(quantity, other.quantity), exact.plus(other.exact));
        }
    }

    private record LineKey(
            String model,
            UsageLine.Kind kind,
            boolean batch,
            @Nullable Long unitNanoWon) implements Comparable<LineKey> {
        private static final Comparator<LineKey> ORDER = Comparator.comparing(LineKey::model)
                .thenComparing(LineKey::kind)
                .thenComparing(LineKey::batch)
                .thenComparing(key -> key.unitNanoWon() == null ? -1L : key.unitNanoWon());

        @Override
        public int compareTo(LineKey other) {
            return ORDER.compare(this, other);
        }
    }
}
