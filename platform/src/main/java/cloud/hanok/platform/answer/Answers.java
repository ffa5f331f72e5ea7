package cloud.hanok.platform.answer;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;

/**
 * Claims of idempotency keys, and the answers that are kept for them. Whoever gets {@link Claimed.Mine} runs the request,
 * renews the claim while it runs, and at the end either keeps the answer or releases the claim. Pay for an answer only after
 * {@link #keep} or {@link #keepNothing} returned true: then nobody else will be paid for the same.
 *
 * <p>Every method blocks, and throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} or {@link
 * cloud.hanok.platform.vault.VaultUnavailableException} when it could not be done; where it writes, it may have been done
 * all the same.
 */
public interface Answers {
    /** Its bounds. */
    AnswerSettings settings();

    /**
     * Claims a key for a request.
     *
     * @param by the request that would run
     */
    Claimed claim(KeyedRequest request, RequestId by);

    /** Holds the claim for one more lease; false when another one has it by now. */
    boolean renew(Claim claim);

    /** Keeps the answer for the claim's key; false when another one has the claim by now, and is to be paid instead. */
    boolean keep(Claim claim, KeptAnswer answer);

    /** Notes that there was an answer, which is not kept itself; the result as of {@link #keep}. */
    boolean keepNothing(Claim claim);

    /** Gives the claim up: nothing was paid, and the next one with its key runs. */
    void release(Claim claim);

    /**
     * Decides what a request came to whose process died: it was answered, or else its claim is released.
     *
     * @param claim its claim's name
     * @return whether it was answered, so that it is paid; it never will be when this says no
     */
    boolean conclude(TenantId tenant, String claim, RequestId by);
}
