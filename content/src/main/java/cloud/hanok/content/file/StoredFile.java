package cloud.hanok.content.file;

import cloud.hanok.content.object.SealedObjects.Written;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file that is kept.
 *
 * @param project whose it is: to others of the tenant it is not there
 * @param name to show
 * @param bytes of its content
 * @param expiresAt from when on it is not there; empty when it is kept until it is deleted
 * @param pieces where its content lies, in order
 */
public record StoredFile(
        FileId id,
        ProjectId project,
        String name,
        FilePurpose purpose,
        long bytes,
        Instant createdAt,
        Optional<Instant> expiresAt,
        List<Written> pieces) {
    public StoredFile {
        pieces = List.copyOf(pieces);
    }

    @Override
    public String toString() {
        return "StoredFile[" + id + "]";
    }
}
