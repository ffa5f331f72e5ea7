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
import java.time.Duration;

/** What a request with an idempotency key is taken for, and what it is told when it is not the first. */
final class Repetition {
    private static final long LEAST_RETRY_AFTER_MILLIS = 1_000;
    private static final long MOST_RETRY_AFTER_MILLIS = 30_000;

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
                    Duration.ZERO));
        }
    }

    /** It runs: worth asking again after as long as it has been running, so that nobody waits for twice its time. */
    static ApiError running(Claimed.Running running, Clock clock) {
        long sinceMillis = clock.millis() - running.by().ulid().epochMillis();
        return ApiError.of(ErrorCode.IDEMPOTENCY_KEY_IN_USE, running.by().text())
                .withParam(IdempotencyKeyRefusedException.FIELD)
                .withRetryAfter(
                        Duration.ofMillis(Math.clamp(sinceMillis, LEAST_RETRY_AFTER_MILLIS, MOST_RETRY_AFTER_MILLIS)));
    }

    static ApiError notKept(Claimed.NotKept answered) {
        return ApiError.of(ErrorCode.IDEMPOTENT_ANSWER_NOT_KEPT, answered.by().text())
                .withParam(IdempotencyKeyRefusedException.FIELD);
    }

    static ApiError reused() {
        return ApiError.of(ErrorCode.IDEMPOTENCY_KEY_REUSED).withParam(IdempotencyKeyRefusedException.FIELD);
    }
}
