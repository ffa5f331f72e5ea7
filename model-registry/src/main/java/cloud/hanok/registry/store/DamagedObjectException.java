package cloud.hanok.registry.store;

import java.io.IOException;

/** What is kept under a digest has another digest now: the disk or somebody changed it. It must not be used. */
public final class DamagedObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message names the object and what it hashes to */
    public DamagedObjectException(String message) {
        super(message);
    }
}
