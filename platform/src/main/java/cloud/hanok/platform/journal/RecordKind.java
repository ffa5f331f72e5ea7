package cloud.hanok.platform.journal;

/** What a record of the journal says about one attempt of one request. */
public enum RecordKind {
    /** An attempt begins: reservation, decision, opening leaf. Durable before its first byte goes to the client. */
    OPEN(1),
    /** An attempt has ended: usage, outcome, closing leaf. Durable before the last byte of the answer. */
    SETTLE(2),
    /** A settled attempt is corrected, for example because the write of its body failed. */
    AMEND(3);

    private final int code;

    RecordKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static RecordKind ofCode(int code) {
        return switch (code) {
            case 1 -> OPEN;
            case 2 -> SETTLE;
            case 3 -> AMEND;
            default -> throw new IllegalArgumentException("no kind of record has the code " + code);
        };
    }

    static boolean isCode(int code) {
        return code >= OPEN.code && code <= AMEND.code;
    }
}
