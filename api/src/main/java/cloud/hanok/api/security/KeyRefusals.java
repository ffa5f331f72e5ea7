package cloud.hanok.api.security;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.tenant.key.KeyCheck;
import java.time.Duration;

/** What is told to whom a key does not open: at every door the same. */
public final class KeyRefusals {
    private KeyRefusals() {}

    /** To the holder of a good key that is limited. */
    public static ApiError of(KeyCheck.Limit limit) {
        return ApiError.of(
                switch (limit) {
                    case EXPIRED -> ErrorCode.API_KEY_EXPIRED;
                    case ADDRESS -> ErrorCode.ADDRESS_NOT_ALLOWED;
                    case NETWORK -> ErrorCode.NETWORK_NOT_ALLOWED;
                    case ORIGIN -> ErrorCode.ORIGIN_NOT_ALLOWED;
                    case ENDPOINT -> ErrorCode.ENDPOINT_NOT_IN_SCOPE;
                    case ACCESS -> ErrorCode.ACCESS_NOT_IN_SCOPE;
                });
    }

    /** To whoever sends many that are not good. */
    public static ApiError of(KeyCheck.Throttled throttled) {
        return ApiError.of(ErrorCode.TOO_MANY_INVALID_KEYS)
                .withRetryAfter(Duration.ofSeconds(throttled.retryAfterSeconds()));
    }
}
