package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.platform.answer.Claimed;
import cloud.hanok.platform.answer.KeyedRequest;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.tenant.key.Caller;
import java.time.Clock;

/** What a request with an idempotency key is taken for, and what it is told when it is not the first. */
final class Repetition {
    private static final int MOST_RETRY_AFTER_SECONDS = 30;

    private Repetition() {}

    /**
     * The key is the caller's in the project, not the tenant's: what may be asked hangs on both, and a repetition is answered
     * without asking that again.
     *
     * @throws ApiException when the key is malformed
     */
    static KeyedRequest request(Caller caller, ClientRequest client, String key, byte[] body) {
        try {
            ProjectId project = caller.project();
            String owner =
                    (project == null ? "" : project.text()) + " " + caller.id().text();
            return new KeyedRequest(
                    caller.tenant(), owner, key, client.protocol().path(), body);
        } catch (IdempotencyKeyRefusedException malformed) {
            throw new ApiException(new ApiError(
                    ErrorCode.INVALID_VALUE,
                    IdempotencyKeyRefusedException.FIELD,
                    malformed.english(),
                    malformed.korean(),
                    0));
        }
    }

    /** It runs: worth asking again after as long as it has been running, so that nobody waits for twice its time. */
    static ApiError running(Claimed.Running running, Clock clock) {
        long seconds = (clock.millis() - running.by().ulid().epochMillis()) / 1_000;
        return ApiError.of(ErrorCode.IDEMPOTENCY_KEY_IN_USE, running.by().text())
                .withParam(IdempotencyKeyRefusedException.FIELD)
                .withRetryAfter((int) Math.clamp(seconds, 1, MOST_RETRY_AFTER_SECONDS));
    }

    static ApiError notKept(Claimed.NotKept answered) {
        return ApiError.of(ErrorCode.IDEMPOTENT_ANSWER_NOT_KEPT, answered.by().text())
                .withParam(IdempotencyKeyRefusedException.FIELD);
    }

    static ApiError reused() {
        return ApiError.of(ErrorCode.IDEMPOTENCY_KEY_REUSED).withParam(IdempotencyKeyRefusedException.FIELD);
    }
}
