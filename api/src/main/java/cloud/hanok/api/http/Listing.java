package cloud.hanok.api.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, as OpenAI's API writes lists.
 *
 * @param object always {@code list}
 * @param data the page, in the list's order
 * @param firstId id of its first item, null when it is empty
 * @param lastId id of its last item: {@code after} for the next page
 * @param hasMore whether there is a next page
 */
public record Listing<T>(
        String object,
        List<T> data,
        @JsonProperty("first_id") @Nullable String firstId,
        @JsonProperty("last_id") @Nullable String lastId,
        @JsonProperty("has_more") boolean hasMore) {

    /** The page of a query out of everything there is, which is in the list's order. */
    public static <E, T> Listing<T> of(List<E> all, PageQuery query, Function<E, String> id, Function<E, T> view) {
        int from = 0;
        if (query.after() != null) {
            while (from < all.size() && !id.apply(all.get(from)).equals(query.after())) {
                from++;
            }
            if (from == all.size()) {
                throw PageQuery.unknownCursor();
            }
            from++;
        }
        int to = Math.min(all.size(), from + query.limit());
        return of(all.subList(from, to), to < all.size(), id, view);
    }

    /** A page that was read as one. */
    public static <E, T> Listing<T> of(List<E> page, boolean hasMore, Function<E, String> id, Function<E, T> view) {
        return new Listing<>(
                "list",
                page.stream().map(view).toList(),
                page.isEmpty() ? null : id.apply(page.getFirst()),
                page.isEmpty() ? null : id.apply(page.getLast()),
                hasMore);
    }
}
