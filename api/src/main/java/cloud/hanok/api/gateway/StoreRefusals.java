package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.envelope.KeyDestroyedException;
import cloud.hanok.platform.vault.VaultUnavailableException;
import org.jspecify.annotations.Nullable;

/** What a client is told when something sealed could not be stored or read for its request. */
final class StoreRefusals {
    private StoreRefusals() {}

    /** The refusal; null for what is a defect of ours. */
    static @Nullable ApiException of(RuntimeException failure) {
        return switch (failure) {
            case StoreUnavailableException _ -> refused(ErrorCode.STORE_UNAVAILABLE, failure);
            case VaultUnavailableException _ -> refused(ErrorCode.KEY_STORE_UNAVAILABLE, failure);
            case KeyDestroyedException _ -> refused(ErrorCode.FORBIDDEN, failure);
            default -> null;
        };
    }

    private static ApiException refused(ErrorCode code, RuntimeException why) {
        return new ApiException(ApiError.of(code), why);
    }
}
