package cloud.hanok.api.files;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.content.file.Part;
import cloud.hanok.platform.id.UploadId;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * A part of an upload, as OpenAI's API shows it.
 *
 * @param object always {@code upload.part}
 */
public record PartView(
        String id,
        String object,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("upload_id") String uploadId)
        implements Audited {
    static PartView of(Part part, UploadId upload) {
        long seconds = part.id().ulid().epochMillis() / Duration.ofSeconds(1).toMillis();
        return new PartView(part.id().text(), "upload.part", seconds, upload.text());
    }
}
