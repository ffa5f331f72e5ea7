package cloud.hanok.tenant.key;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a good key is refused for. The gateway and the control plane both ask here, so a limit holds at every door or at
 * none.
 *
 * @param expiresAtMillis from when on, in Unix time
 * @param scopes what it may be used for
 * @param allowedIps from where; empty for everywhere
 */
public record KeyRestrictions(long expiresAtMillis, KeyScopes scopes, List<IpRange> allowedIps) {
    public KeyRestrictions {
        allowedIps = List.copyOf(allowedIps);
    }

    /** Those of a key; null when it has none, so that a request with it costs one comparison. */
    static @Nullable KeyRestrictions of(ApiKey key) {
        KeySettings settings = key.settings();
        Instant expiresAt = key.expiresAt();
        if (expiresAt == null
                && settings.allowedIps().isEmpty()
                && settings.scopes().equals(KeyScopes.ALL)) {
            return null;
        }
        long millis = expiresAt == null ? Long.MAX_VALUE : expiresAt.toEpochMilli();
        return new KeyRestrictions(millis, settings.scopes(), settings.allowedIps());
    }

    /** Why what was taken before is refused now, or null. */
    KeyCheck.@Nullable Limit limitOf(KeyEndpoint endpoint, long nowMillis) {
        if (nowMillis >= expiresAtMillis) {
            return KeyCheck.Limit.EXPIRED;
        }
        return isFor(endpoint) ? null : KeyCheck.Limit.ENDPOINT;
    }

    private boolean isFor(@Nullable KeyEndpoint endpoint) {
        return scopes.endpoints().isEmpty()
                || (endpoint != null && scopes.endpoints().contains(endpoint));
    }

    /** Why this use is refused, or null. */
    KeyCheck.@Nullable Limit limitOf(KeyUse use, long nowMillis) {
        if (nowMillis >= expiresAtMillis) {
            return KeyCheck.Limit.EXPIRED;
        }
        if (!allowedIps.isEmpty() && !IpRange.anyContains(allowedIps, use.address())) {
            return KeyCheck.Limit.ADDRESS;
        }
        if (!isFor(use.endpoint())) {
            return KeyCheck.Limit.ENDPOINT;
        }
        return use.write() && scopes.access() == KeyAccess.READ ? KeyCheck.Limit.ACCESS : null;
    }
}
