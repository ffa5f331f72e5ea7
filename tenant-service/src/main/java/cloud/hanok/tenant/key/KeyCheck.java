package cloud.hanok.tenant.key;

import java.util.concurrent.CompletionStage;

/** What became of a presented key. */
public sealed interface KeyCheck {
    /** It is good, and this is who calls. */
    record Valid(KeyCaller caller) implements KeyCheck {}

    /**
     * It is not good. The reason is for metrics and the audit: callers are told one and the same.
     *
     * @param reason why
     */
    record Invalid(Reason reason) implements KeyCheck {}

    /** It is good, and its tenant is suspended: to be said to whoever holds it, and to nobody else. */
    record Suspended() implements KeyCheck {}

    /**
     * It is good, and not for this. Only who holds the secret gets here, so the reason may be told.
     *
     * @param limit what it is refused by
     */
    record Limited(Limit limit) implements KeyCheck {}

    /**
     * Too many keys from the same address were not good: this one is not, or it is not known and would have to be read.
     *
     * @param retryAfterSeconds when the next one is judged
     */
    record Throttled(int retryAfterSeconds) implements KeyCheck {}

    /**
     * It is being read.
     *
     * @param known completes, never exceptionally and never with another {@code Pending}, on the thread that reads: an
     *     event loop continues on itself
     */
    record Pending(CompletionStage<KeyCheck> known) implements KeyCheck {}

    /** Neither good nor bad can be said: it is not in memory, or too old there, and cannot be read. To be asked later. */
    record Unavailable() implements KeyCheck {}

    /** Why a key is not good. */
    enum Reason {
        /** Its length, form or checksum is wrong. */
        MALFORMED,
        /** Nobody's. */
        UNKNOWN,
        /** The id is somebody's, the secret is not. */
        WRONG_SECRET,
        /** It was good once. */
        REVOKED,
        /** It was not used before the pepper of its HMAC was retired. */
        PEPPER_RETIRED
    }

    /** What a good key is limited by. */
    enum Limit {
        /** Its time is over. */
        EXPIRED,
        /** It may not be used from this address. */
        ADDRESS,
        /** Its organization lets nobody in from this address. */
        NETWORK,
        /** Its organization lets no page of this origin use it. */
        ORIGIN,
        /** It may not be used for this family of routes. */
        ENDPOINT,
        /** It may only look. */
        ACCESS
    }
}
