package cloud.hanok.platform.answer;

import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import cloud.hanok.platform.id.TenantId;

/**
 * A request that came with an idempotency key.
 *
 * @param tenant whose request it is
 * @param owner who in the tenant the key belongs to, for example a project and a caller; another's key of the same text is
 *     another key
 * @param key as it was sent
 * @param route what was asked of: the same body at another route is another request
 * @param body byte for byte
 */
@SuppressWarnings("ArrayRecordComponent")
public record KeyedRequest(TenantId tenant, String owner, String key, String route, byte[] body) {
    /**
     * @throws IdempotencyKeyRefusedException when the key is malformed
     */
    public KeyedRequest {
        IdempotencyClaims.requireWellFormed(key);
    }

    @Override
    public String toString() {
        return "KeyedRequest[" + tenant + ", " + route + "]";
    }
}
