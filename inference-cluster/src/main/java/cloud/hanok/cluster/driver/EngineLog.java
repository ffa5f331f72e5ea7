package cloud.hanok.cluster.driver;

/**
 * A part of what an engine wrote, whole lines of it.
 *
 * @param text the lines; what is no UTF-8 is shown as U+FFFD
 * @param from where it begins, in bytes from the beginning of the log
 * @param to where it ends: ask on from there
 */
public record EngineLog(String text, long from, long to) {
    /** Bytes of a part at most. */
    public static final int MOST_BYTES = 256 << 10;

    /** Bytes of the end of a log that is looked at for the first time. */
    public static final int TAIL_BYTES = 64 << 10;
}
