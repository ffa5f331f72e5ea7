package cloud.hanok.platform.saga;

/** How far a saga is. The names are stored: rename none. */
public enum SagaState {
    /** Its steps are being taken. */
    RUNNING,
    /** A step was refused, or could not be taken for too long: what was done is being taken back. */
    UNDOING,
    /** Taking it back failed again and again: somebody must look; it goes on being tried, seldom. */
    STUCK,
    /** Every step was taken. For good. */
    DONE,
    /** Every step was taken back. For good. */
    UNDONE;

    /** Whether nothing more will happen. */
    public boolean isFinal() {
        return switch (this) {
            case DONE, UNDONE -> true;
            case RUNNING, UNDOING, STUCK -> false;
        };
    }
}
