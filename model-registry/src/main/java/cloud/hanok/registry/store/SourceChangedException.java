package cloud.hanok.registry.store;

import java.io.IOException;

/** A file was written to while it was copied; nothing was kept of it. */
public final class SourceChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message names the file */
    public SourceChangedException(String message) {
        super(message);
    }
}
