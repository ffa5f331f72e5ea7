package cloud.hanok.compliance.audit;

/** A page would take more events to be found than are looked at: its time range is to be narrowed. */
public final class AuditRangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuditRangeException() {
        super("more than " + AuditLog.MAX_SCANNED + " events lie in the range");
    }

    /** What to do, in English. */
    public String english() {
        return "more than " + AuditLog.MAX_SCANNED + " events lie in the range; narrow it";
    }

    /** The same in Korean. */
    public String korean() {
        return "범위에 이벤트가 " + AuditLog.MAX_SCANNED + "개보다 많습니다. 범위를 좁혀 주세요";
    }
}
