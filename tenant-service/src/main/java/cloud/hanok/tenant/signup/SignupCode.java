package cloud.hanok.tenant.signup;

import cloud.hanok.platform.id.SignupCodeId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A code by which one company may sign up.
 *
 * @param createdBy the operator's client
 * @param note whom it is for, as the operator has it; may be empty
 * @param stateBy who withdrew it, or the tenant that it made; null while it waits
 */
public record SignupCode(
        SignupCodeId id,
        String createdBy,
        String note,
        Instant createdAt,
        Instant expiresAt,
        State state,
        @Nullable String stateBy) {
    /** What was decided of it. The names are stored: rename none. */
    public enum State {
        PENDING,
        USED,
        REVOKED
    }

    /** {@code pending}, {@code used}, {@code revoked} or {@code expired}. */
    public String status(Instant now) {
        return state == State.PENDING && !now.isBefore(expiresAt)
                ? "expired"
                : state.name().toLowerCase(Locale.ROOT);
    }
}
