package cloud.hanok.api.files;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.content.file.StoredFile;
import cloud.hanok.content.file.Upload;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An upload, as OpenAI's API shows it.
 *
 * @param object always {@code upload}
 * @param status {@code pending}, {@code completed}, {@code cancelled} or {@code expired}
 * @param file that it became, or null
 */
public record UploadView(
        String id,
        String object,
        long bytes,
        @JsonProperty("created_at") long createdAt,
        String filename,
        String purpose,
        String status,
        @JsonProperty("expires_at") long expiresAt,
        @Nullable FileView file)
        implements Audited {
    static UploadView of(Upload upload) {
        return of(upload, upload.state().word(), Optional.empty());
    }

    /** One that is completed. */
    static UploadView completed(Upload upload, Optional<StoredFile> file) {
        return of(upload, Upload.State.COMPLETED.word(), file);
    }

    private static UploadView of(Upload upload, String status, Optional<StoredFile> file) {
        return new UploadView(
                upload.id().text(),
                "upload",
                upload.bytes().orElse(0),
                upload.createdAt().getEpochSecond(),
                upload.file().name(),
                upload.file().purpose().word(),
                status,
                upload.expiresAt().getEpochSecond(),
                file.map(FileView::of).orElse(null));
    }
}
