package cloud.hanok.api.gateway;

import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.key.Caller;

/**
 * Answers that nobody waits for. Every method blocks, and throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} or
 * {@link cloud.hanok.platform.vault.VaultUnavailableException} when it could not be done.
 */
public interface BackgroundAnswers {
    /**
     * Puts a request. Once this returned it is answered, whatever becomes of this process.
     *
     * @param body the request, byte for byte
     * @param language of its errors
     */
    void put(Caller caller, Deferred deferred, byte[] body, String language);

    /** Keeps the answer of one; false when it is no longer wanted, or could not be kept. */
    boolean keep(Caller caller, Ending.KeptResponse response);

    /**
     * The response as it stands.
     *
     * @throws cloud.hanok.api.error.ApiException when it was deleted
     */
    byte[] now(TenantId tenant, ResponseId id);

    /**
     * Its events.
     *
     * @param after the number of the last that is not wanted; -1: all of them
     */
    EventSource follow(TenantId tenant, ResponseId id, long after);
}
