package cloud.hanok.content.file;

import cloud.hanok.platform.id.FileId;
import java.time.Instant;
import java.util.Optional;

/**
 * A file as a list shows it.
 *
 * @param name to show
 * @param bytes of its content
 * @param expiresAt from when on it is not there; empty when it is kept until it is deleted
 */
public record ListedFile(
        FileId id, String name, FilePurpose purpose, long bytes, Instant createdAt, Optional<Instant> expiresAt) {
    /** What a list shows of a file. */
    public static ListedFile of(StoredFile file) {
        return new ListedFile(file.id(), file.name(), file.purpose(), file.bytes(), file.createdAt(), file.expiresAt());
    }

    @Override
    public String toString() {
        return "ListedFile[" + id + "]";
    }
}
