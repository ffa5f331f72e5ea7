package cloud.hanok.platform.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the journal does not say what was once made durable in it. Nothing is skipped: a person has to decide. */
public final class JournalCorruptedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long offset;

    JournalCorruptedException(Path file, long offset, String what) {
        super("The journal file " + file + " is damaged at byte " + offset + ": " + what
                + " Restore the file from a copy, or move the journal's directory away and keep it for repair.");
        this.file = file;
        this.offset = offset;
    }

    /** The damaged file. */
    public Path file() {
        return file;
    }

    /** The byte the damage begins at. */
    public long offset() {
        return offset;
    }
}
