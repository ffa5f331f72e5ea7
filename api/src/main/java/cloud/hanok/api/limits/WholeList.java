package cloud.hanok.api.limits;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A list that is one page, as OpenAI's API writes lists.
 *
 * @param object always {@code list}
 * @param hasMore never
 */
public record WholeList<T>(
        String object,
        List<T> data,
        @JsonProperty("has_more") boolean hasMore) {
    static <T> WholeList<T> of(List<T> all) {
        return new WholeList<>("list", all, false);
    }
}
