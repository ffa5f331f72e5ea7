package cloud.hanok.content.file;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * An upload that is to be.
 *
 * @param file that it is to become
 * @param bytes that the file will have; empty for whatever the parts have together
 * @param open how long parts can be added: {@link #OPEN} for a client's
 */
public record NewUpload(NewFile file, OptionalLong bytes, Duration open) {
    /** For a client's, as OpenAI's. */
    public static final Duration OPEN = Duration.ofHours(1);
}
