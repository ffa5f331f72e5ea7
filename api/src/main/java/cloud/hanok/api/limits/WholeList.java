package cloud.hanok.api.limits;

import cloud.hanok.api.audit.Audited;
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
        @JsonProperty("has_more") boolean hasMore) implements Audited {
    static <T> WholeList<T> of(List<T> all) {
        return new WholeList<>("list", all, false);
    }

    /** The list is changed as a whole. */
    @Override
    public String id() {
        return object;
    }
}
