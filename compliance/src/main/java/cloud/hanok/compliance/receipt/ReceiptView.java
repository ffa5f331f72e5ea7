package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.ProjectId;
import java.util.Optional;

/** What a tenant sees of a request's receipts. */
public sealed interface ReceiptView {
    /** The request's project. */
    ProjectId project();

    /** Known, and not yet provable: within three seconds, when all is well. */
    record Pending(ProjectId project) implements ReceiptView {}

    /**
     * Provable against the newest checkpoint.
     *
     * @param project of the request
     * @param origin of the log
     * @param attempts how often an engine was asked; the leaves are those of the last attempt
     * @param opening before the engine was called
     * @param closing after the attempt ended
     * @param amendment what replaces the closing one's usage, or nothing
     */
    record Logged(
            ProjectId project,
            String origin,
            int attempts,
            LoggedLeaf opening,
            LoggedLeaf closing,
            Optional<LoggedLeaf> amendment)
            implements ReceiptView {}

    /**
     * A leaf in the log.
     *
     * @param index in the log
     * @param salt 32 bytes
     * @param receipt the exact bytes whose salted hash is the entry
     */
    record LoggedLeaf(long index, byte[] salt, byte[] receipt) {}
}
