package cloud.hanok.content.batch;

import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.ProjectId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A batch that is to be.
 *
 * @param project whose it will be: to others of the tenant it is not there
 * @param caller who asks for its lines
 * @param language of its errors, as {@code Accept-Language} names it
 * @param endpoint that its lines ask: a path
 * @param input the file with its lines
 * @param window how long it may take
 * @param metadata what the client says about it
 * @param outputLife how long the files are kept that it makes; empty for as long as usual
 */
public record NewBatch(
        ProjectId project,
        CallerId caller,
        String language,
        String endpoint,
        FileId input,
        Duration window,
        Map<String, String> metadata,
        Optional<Duration> outputLife) {
    public NewBatch {
        metadata = Map.copyOf(metadata);
    }
}
