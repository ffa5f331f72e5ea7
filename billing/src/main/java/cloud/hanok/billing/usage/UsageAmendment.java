package cloud.hanok.billing.usage;

import cloud.hanok.billing.price.Rating;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A credit for something that was settled and then could not be handed over. It names the event it amends, which stays
 * as it is; it belongs to the same moment, and counts negatively. One attempt has at most one.
 *
 * @param request of the event it amends
 * @param attempt of the event it amends
 * @param tenant as in the event
 * @param project as in the event
 * @param key as in the event
 * @param deployment as in the event
 * @param model as in the event
 * @param price as in the event
 * @param creditedUsage the tokens given back
 * @param creditedCost what they cost, positive
 * @param amendedAt when the hand-over failed, to the millisecond
 * @param gateway which gateway says so
 * @param sequence its place in that gateway's journal
 */
public record UsageAmendment(
        RequestId request,
        int attempt,
        TenantId tenant,
        ProjectId project,
        KeyId key,
        DeploymentId deployment,
        String model,
        PriceId price,
        TokenUsage creditedUsage,
        NanoWon creditedCost,
        Instant amendedAt,
        String gateway,
        long sequence) {
    /**
     * @throws IllegalArgumentException when the credit is negative
     */
    public UsageAmendment {
        if (creditedCost.value() < 0) {
            throw new IllegalArgumentException("creditedCost: must not be negative");
        }
        amendedAt = amendedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Gives the whole output of an event back: the body was settled, then its write failed.
     *
     * @throws IllegalArgumentException when the price is not the event's
     */
    public static UsageAmendment creditOutput(
            UsageEvent original, TokenPrice price, Instant amendedAt, String gateway, long sequence) {
        if (!price.id().equals(original.price())) {
            throw new IllegalArgumentException("price: " + original.price() + " was expected, not " + price.id());
        }
        TokenUsage output = new TokenUsage(0, 0, original.usage().outputTokens());
        return new UsageAmendment(
                original.request(),
                original.attempt(),
                original.tenant(),
                original.project(),
                original.key(),
                original.deployment(),
                original.model(),
                original.price(),
                output,
                Rating.cost(price, output),
                amendedAt,
                gateway,
                sequence);
    }
}
