package cloud.hanok.api.organization;

import cloud.hanok.billing.invoice.InvoiceDraft;
import cloud.hanok.billing.invoice.InvoiceLine;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An {@link InvoiceDraft} as it is sent.
 *
 * @param object always {@code invoice.preview}
 * @param status always {@code preview}: it has no number and binds nobody
 * @param month Asia/Seoul, {@code YYYY-MM}
 * @param currency ISO 4217
 * @param supplyWon supply value (공급가액)
 * @param vatWon tax (세액)
 * @param totalWon both
 */
public record InvoiceView(
        String object,
        String status,
        String month,
        @JsonProperty("period_start") Instant periodStart,
        @JsonProperty("period_end") Instant periodEnd,
        @JsonProperty("as_of") Instant asOf,
        String currency,
        List<Line> lines,
        @JsonProperty("supply_won") long supplyWon,
        @JsonProperty("vat_policy") String vatPolicy,
        @JsonProperty("vat_won") long vatWon,
        @JsonProperty("total_won") long totalWon) {

    /**
     * @param model name the callers asked for
     * @param kind which tokens
     * @param batch whether it was asked in batches
     * @param quantity how many
     * @param unitNanoWon price of one; null for a difference
     * @param exactWon quantity times price, every digit
     * @param won the same, rounded once
     */
    public record Line(
            String model,
            String kind,
            boolean batch,
            long quantity,
            @JsonProperty("unit_nano_won") @Nullable Long unitNanoWon,
            @JsonProperty("exact_won") String exactWon,
            long won) {
        static Line of(InvoiceLine line) {
            return new Line(
                    line.model(),
                    line.kind().name().toLowerCase(Locale.ROOT),
                    line.batch(),
                    line.quantity(),
                    line.unitNanoWon(),
                    line.exact().toWonText(),
                    line.won());
        }
    }

    static InvoiceView of(InvoiceDraft draft) {
        return new InvoiceView(
                "invoice.preview",
                InvoiceDraft.STATUS,
                draft.month().toString(),
                draft.periodStart(),
                draft.periodEnd(),
                draft.asOf(),
                InvoiceDraft.CURRENCY,
                draft.lines().stream().map(Line::of).toList(),
                draft.supplyWon(),
                draft.vatPolicy().name().toLowerCase(Locale.ROOT),
                draft.vatWon(),
                draft.totalWon());
    }
}
