package cloud.hanok.api.http;

import cloud.hanok.platform.id.Id;
import cloud.hanok.tenant.request.Page;
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
    public static <E, T> Listing<T> of(
            List<E> all, PageQuery query, Function<E, ? extends Id> id, Function<E, T> view) {
        int from = 0;
        if (query.after() != null) {
            while (from < all.size() && !id.apply(all.get(from)).text().equals(query.after())) {
                from++;
            }
            if (from == all.size()) {
                throw PageQuery.unknownCursor();
            }
            from++;
        }
        int to = Math.min(all.size(), from + query.limit());
        return of(new Page<>(all.subList(from, to), to < all.size()), id, view);
    }

    /** A page that was read as one. */
    public static <E, T> Listing<T> of(Page<E> page, Function<E, ? extends Id> id, Function<E, T> view) {
        List<E> items = page.items();
        return new Listing<>(
                "list",
                items.stream().map(view).toList(),
                items.isEmpty() ? null : id.apply(items.getFirst()).text(),
                items.isEmpty() ? null : id.apply(items.getLast()).text(),
                page.hasMore());
    }
}
