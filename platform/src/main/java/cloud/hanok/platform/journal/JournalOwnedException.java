package cloud.hanok.platform.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Another process, or this one already, has the journal open. */
public final class JournalOwnedException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalOwnedException(Path directory, String owner) {
        super("The journal " + directory + " is owned by process " + owner
                + ". Stop that process, or give this gateway a directory of its own.");
    }
}
