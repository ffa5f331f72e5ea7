package cloud.hanok.platform.claim;

/** An idempotency key cannot be used for this request; nothing was changed. */
public final class IdempotencyKeyRefusedException extends RuntimeException {
    /** What a request calls the key. */
    public static final String FIELD = "Idempotency-Key";

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** It is empty, too long, or has characters that no header carries safely. */
        MALFORMED,
        /** It came with another request before. */
        REUSED
    }

    public IdempotencyKeyRefusedException(Reason reason) {
        super("idempotency key: " + reason);
        this.reason = reason;
    }

    /** Why it cannot be used. */
    public Reason reason() {
        return reason;
    }

    /** What is wrong and what would be right, in English. */
    public String english() {
        return switch (reason) {
            case MALFORMED ->
                "'" + FIELD + "' must be 1 to " + IdempotencyClaims.MAX_KEY_LENGTH + " visible ASCII characters.";
            case REUSED -> "This " + FIELD + " was used with another request body. Use a new key for a new request.";
        };
    }

    /** The same in Korean. */
    public String korean() {
        return switch (reason) {
            case MALFORMED -> "'" + FIELD + "'는 보이는 ASCII 문자 1자 이상 " + IdempotencyClaims.MAX_KEY_LENGTH + "자 이하여야 합니다.";
            case REUSED -> "이 " + FIELD + "는 다른 요청 본문에 이미 사용되었습니다. 새 요청에는 새 키를 사용해 주세요.";
        };
    }
}
