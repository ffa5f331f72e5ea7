package cloud.hanok.billing.usage;

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
 * What one attempt of one request used and cost. Its identity is (request, attempt): the same event recorded twice is
 * one event.
 *
 * <p>Usage belongs to the moment inside the request's id ({@link #at()}), whichever attempt answered and however late
 * the record comes: so a record settled by recovery lands in the same minute and the same month as the one it replaces.
 *
 * @param request what was asked
 * @param attempt counts from 1; a retry on another replica is another attempt
 * @param tenant who pays
 * @param project in which workspace
 * @param key with which key
 * @param deployment what answered
 * @param model the name the caller asked for
 * @param price at which price
 * @param usage the tokens that were handed over
 * @param cost {@code Rating.cost(price, usage)}
 * @param outcome how it ended
 * @param partial whether less was handed over than the engine made
 * @param estimated whether the tokens were counted by us because the engine gave no running count
 * @param startedAt when the attempt began, to the millisecond
 * @param endedAt when it ended, to the millisecond
 * @param gateway which gateway carried it
 * @param sequence its place in that gateway's journal; gap-free per gateway
 */
public record UsageEvent(
        RequestId request,
        int attempt,
        TenantId tenant,
        ProjectId project,
        KeyId key,
        DeploymentId deployment,
        String model,
        PriceId price,
        TokenUsage usage,
        NanoWon cost,
        Outcome outcome,
        boolean partial,
        boolean estimated,
        Instant startedAt,
        Instant endedAt,
        String gateway,
        long sequence) {
    /** Longer names of models are refused when a deployment is made. */
    public static final int MAX_MODEL_LENGTH = 256;

    /**
     * @throws IllegalArgumentException when the attempt or the cost is negative or the model's name too long
     */
    public UsageEvent {
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt: must not be negative, was " + attempt);
        }
        if (cost.value() < 0) {
            throw new IllegalArgumentException("cost: must not be negative; a credit is an amendment");
        }
        if (model.length() > MAX_MODEL_LENGTH) {
            throw new IllegalArgumentException("model: at most " + MAX_MODEL_LENGTH + " characters");
        }
        startedAt = startedAt.truncatedTo(ChronoUnit.MILLIS);
        endedAt = endedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The moment this usage belongs to: the one inside the request's id. */
    public Instant at() {
        return Instant.ofEpochMilli(request.ulid().epochMillis());
    }

    /**
     * Whether the caller would count it as a request. An attempt that failed before its first token is not one: it was
     * retried elsewhere or answered with an error, and costs nothing.
     */
    public boolean countsAsRequest() {
        return outcome != Outcome.ENGINE_FAILED || usage.totalTokens() > 0;
    }
}
