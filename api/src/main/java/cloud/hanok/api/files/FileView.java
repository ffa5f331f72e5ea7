package cloud.hanok.api.files;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.content.file.ListedFile;
import cloud.hanok.content.file.StoredFile;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file, as OpenAI's API shows it.
 *
 * @param object always {@code file}
 * @param expiresAt null when it is kept until it is deleted
 * @param status always {@code processed}: there is nothing to wait for
 */
public record FileView(
        String id,
        String object,
        long bytes,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        String filename,
        String purpose,
        String status)
        implements Audited {
    static FileView of(StoredFile file) {
        return of(ListedFile.of(file));
    }

    static FileView of(ListedFile file) {
        return new FileView(
                file.id().text(),
                "file",
                file.bytes(),
                file.createdAt().getEpochSecond(),
                file.expiresAt().map(Instant::getEpochSecond).orElse(null),
                file.name(),
                file.purpose().word(),
                "processed");
    }
}
