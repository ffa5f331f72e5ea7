package cloud.hanok.content.file;

import cloud.hanok.platform.id.FileId;
import java.util.Optional;

/**
 * Which files of a project are wanted.
 *
 * @param after the last of the page before; it need not be there any more
 * @param limit of a page
 * @param oldestFirst the newest come first otherwise
 * @param purpose of those that are wanted; empty for all
 */
public record FileQuery(Optional<FileId> after, int limit, boolean oldestFirst, Optional<FilePurpose> purpose) {
    /** Of a page, as OpenAI's. */
    public static final int MOST = 10_000;
}
