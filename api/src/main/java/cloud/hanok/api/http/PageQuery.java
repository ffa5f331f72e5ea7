package cloud.hanok.api.http;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param after the id of the last item of the page before, null for the first page
 * @param limit items at most
 */
public record PageQuery(@Nullable String after, int limit) {
    /** Items of a page when nothing is said. */
    public static final int DEFAULT_LIMIT = 20;

    /** Items of a page at most. */
    public static final int MAX_LIMIT = 100;

    /**
     * Reads the parameters {@code after} and {@code limit}.
     *
     * @throws ApiException when the limit is out of bounds
     */
    public static PageQuery of(@Nullable String after, @Nullable Integer limit) {
        int wanted = limit == null ? DEFAULT_LIMIT : limit;
        if (wanted < 1 || wanted > MAX_LIMIT) {
            throw new ApiException(ApiError.invalidValue(
                    "limit", "it must be between 1 and " + MAX_LIMIT, "1 이상 " + MAX_LIMIT + " 이하여야 합니다"));
        }
        return new PageQuery(after, wanted);
    }

    /**
     * The id to start after, or null for the first page.
     *
     * @throws ApiException when it is no id of this kind
     */
    public <T> @Nullable T afterId(Function<String, T> parse) {
        if (after == null) {
            return null;
        }
        try {
            return parse.apply(after);
        } catch (IllegalArgumentException noId) {
            throw unknownCursor();
        }
    }

    /** The item a page shall start after is not in the list. */
    public static ApiException unknownCursor() {
        return new ApiException(
                ApiError.invalidValue("after", "no item of this list has that id", "이 목록에 해당 ID의 항목이 없습니다"));
    }
}
