package cloud.hanok.billing.invoice;

import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/**
 * What a month would be invoiced with. No invoice: it has no number, and changes while usage of the month arrives.
 *
 * @param tenant who pays
 * @param month of Seoul's calendar
 * @param periodStart inclusive
 * @param periodEnd exclusive
 * @param asOf everything recorded before this moment is in it
 * @param lines by model, kind and price; in a stable order
 * @param supplyWon supply value (공급가액): the sum of the lines' won
 * @param vatPolicy how the tax was computed
 * @param vatWon tax (세액)
 * @param totalWon both
 */
public record InvoiceDraft(
        TenantId tenant,
        YearMonth month,
        Instant periodStart,
        Instant periodEnd,
        Instant asOf,
        List<InvoiceLine> lines,
        long supplyWon,
        VatPolicy vatPolicy,
        long vatWon,
        long totalWon) {
    /** What it is, as written wherever it is shown. */
    public static final String STATUS = "preview";

    /** ISO 4217. */
    public static final String CURRENCY = "KRW";

    public InvoiceDraft {
        lines = List.copyOf(lines);
    }
}
