package cloud.hanok.content.background;

/** What a response came to, decided once. The name is stored: rename none. */
public enum Outcome {
    /** It was answered. */
    ANSWERED,
    /** It could not be. */
    FAILED,
    /** Whoever asked no longer wants it. */
    CANCELLED
}
