package cloud.hanok.billing.invoice;

import cloud.hanok.billing.usage.UsageLine;
import cloud.hanok.platform.money.NanoWon;
import org.jspecify.annotations.Nullable;

/**
 * One line: a model's tokens of one kind at one price.
 *
 * @param model name the callers asked for
 * @param kind which tokens
 * @param batch whether it was asked in batches
 * @param quantity how many
 * @param unitNanoWon the price of one in nano-won; null for a difference
 * @param exact quantity times price, exactly
 * @param won the same, rounded once, halves away from zero
 */
public record InvoiceLine(
        String model,
        UsageLine.Kind kind,
        boolean batch,
        long quantity,
        @Nullable Long unitNanoWon,
        NanoWon exact,
        long won) {}
