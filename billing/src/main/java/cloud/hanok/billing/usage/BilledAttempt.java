package cloud.hanok.billing.usage;

import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;

/**
 * One attempt of one request, and who pays for it at which price. Its identity is (request, number).
 *
 * <p>Usage belongs to the moment inside the request's id ({@link #at()}), whichever attempt answered and however late
 * the record comes: so a record settled by recovery lands in the same minute and the same month as the one it replaces.
 *
 * @param request what was asked
 * @param number counts from 1; a retry on another replica is another attempt
 * @param tenant who pays
 * @param project in which workspace
 * @param caller whoever asked: by a key, or as a member
 * @param deployment what answered
 * @param model the name the caller asked for
 * @param price at which price
 * @param metadata what the caller said about the request
 */
public record BilledAttempt(
        RequestId request,
        int number,
        TenantId tenant,
        ProjectId project,
        CallerId caller,
        DeploymentId deployment,
        String model,
        PriceId price,
        RequestMetadata metadata) {
    /** Longer names of models are refused when a deployment is made. */
    public static final int MAX_MODEL_LENGTH = 256;

    /**
     * @throws IllegalArgumentException when the number is negative or the model's name too long
     */
    public BilledAttempt {
        if (number < 0) {
            throw new IllegalArgumentException("number: must not be negative, was " + number);
        }
        if (model.length() > MAX_MODEL_LENGTH) {
            throw new IllegalArgumentException("model: at most " + MAX_MODEL_LENGTH + " characters");
        }
    }

    /** The moment its usage belongs to: the one inside the request's id. */
    public Instant at() {
        return Instant.ofEpochMilli(request.ulid().epochMillis());
    }

    /** What it is summed with. */
    public UsageGroup group() {
        return new UsageGroup(project, caller, model, price);
    }
}
