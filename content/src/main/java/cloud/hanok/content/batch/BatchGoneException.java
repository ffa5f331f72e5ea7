package cloud.hanok.content.batch;

import cloud.hanok.platform.id.BatchId;

/** A batch is not there any more: it outlived its retention, or was erased with its tenant's key. */
public final class BatchGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BatchGoneException(BatchId id) {
        super(id + " is not there any more");
    }
}
