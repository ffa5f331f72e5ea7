package cloud.hanok.content.file;

import cloud.hanok.platform.id.PartId;
import cloud.hanok.platform.id.UploadId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A file that comes in parts.
 *
 * @param file that it becomes
 * @param bytes that the file will have, where that was said
 * @param expiresAt when it ends unless it is completed
 * @param chosen the parts of which it became a file, in order; empty before
 */
public record Upload(
        UploadId id,
        NewFile file,
        OptionalLong bytes,
        Instant createdAt,
        Instant expiresAt,
        State state,
        List<PartId> chosen) {
    /** What became of it. */
    public enum State {
        /** Parts can be added. */
        PENDING,
        /** It becomes a file, though whoever said so may have died meanwhile. */
        COMPLETING,
        /** It is a file. */
        COMPLETED,
        /** Nobody wants it. */
        CANCELLED,
        /** Its time is over. */
        EXPIRED;

        /** As it is sent; what is on its way to be completed is still pending to others. */
        public String word() {
            return (this == COMPLETING ? PENDING : this).name().toLowerCase(Locale.ROOT);
        }
    }

    public Upload {
        chosen = List.copyOf(chosen);
    }

    @Override
    public String toString() {
        return "Upload[" + id + ", " + state + "]";
    }
}
