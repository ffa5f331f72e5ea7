package cloud.hanok.platform.cassandra;

/** What became of a plain write. */
public sealed interface WriteOutcome {
    /** A quorum has it. */
    record Acknowledged() implements WriteOutcome {}

    /**
     * No answer came: some replicas may have it. The write may be sent again, for it changes nothing twice.
     *
     * @param cause what the driver said
     */
    record UnknownWrite(Throwable cause) implements WriteOutcome {}
}
