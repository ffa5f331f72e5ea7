package cloud.hanok.content.batch;

import java.util.Locale;

/** Where a batch stands. The names are stored: rename none. A batch goes forward only. */
public enum BatchState {
    /** Its lines are being looked at. */
    VALIDATING,
    /** Its lines are being answered. */
    IN_PROGRESS,
    /** All are answered, and its files are being made. */
    FINALIZING,
    /** Its time is over, and its files are being made. */
    EXPIRING,
    /** It cannot go on, and its files are being made. */
    FAILING,
    /** Nobody wants it any more, and its files are being made. */
    CANCELLING,
    /** Every line has an answer. */
    COMPLETED,
    /** It could not be answered: {@link Batch.Course#problems()} says why. */
    FAILED,
    /** Its time was over before every line had an answer. */
    EXPIRED,
    /** Nobody wanted it any more. */
    CANCELLED;

    /** Whether nothing more becomes of it. */
    public boolean isEnded() {
        return compareTo(COMPLETED) >= 0;
    }

    /** What it becomes once its files are made; itself where nothing more does. */
    public BatchState end() {
        return switch (this) {
            case VALIDATING, IN_PROGRESS, FINALIZING -> COMPLETED;
            case EXPIRING -> EXPIRED;
            case FAILING -> FAILED;
            case CANCELLING -> CANCELLED;
            case COMPLETED, FAILED, EXPIRED, CANCELLED -> this;
        };
    }

    /** As it is sent: clients know OpenAI's alone. */
    public String word() {
        BatchState shown = this == EXPIRING || this == FAILING ? FINALIZING : this;
        return shown.name().toLowerCase(Locale.ROOT);
    }
}
