package cloud.hanok.content.batch;

import java.util.List;

/**
 * Some of a list of batches.
 *
 * @param more whether others follow
 */
public record BatchPage(List<Batch> batches, boolean more) {
    public BatchPage {
        batches = List.copyOf(batches);
    }
}
