package cloud.hanok.compliance.receipt;

/** Which of a request's receipts a leaf holds. Rows of the inbox hold its place here: never reorder. */
public enum LeafKind {
    /** Before the engine was called. */
    OPENING,
    /** After the attempt ended. */
    CLOSING,
    /** A correction of the closing one. */
    AMENDMENT
}
