package cloud.hanok.content.file;

import cloud.hanok.platform.id.ProjectId;
import java.time.Duration;
import java.util.Optional;

/**
 * A file that is to be.
 *
 * @param project whose it will be: to others of the tenant it is not there
 * @param name to show, in NFC, without a path
 * @param life how long it is kept; empty for as long as usual: {@link FileLives}
 */
public record NewFile(ProjectId project, String name, FilePurpose purpose, Optional<Duration> life) {
    /** Unicode characters of a name. */
    public static final int MOST_NAME_CHARACTERS = 255;

    /** @throws IllegalArgumentException when the name is empty or too long */
    public NewFile {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > MOST_NAME_CHARACTERS) {
            throw new IllegalArgumentException("a file's name has 1 to " + MOST_NAME_CHARACTERS + " characters");
        }
    }

    @Override
    public String toString() {
        return "NewFile[" + purpose + " of " + project + "]";
    }
}
