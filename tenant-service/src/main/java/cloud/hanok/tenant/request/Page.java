package cloud.hanok.tenant.request;

import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.util.List;

/**
 * A part of a list, in the order of ids, which is the order of making.
 *
 * @param items of this part
 * @param hasMore whether more follow after the last of them
 */
public record Page<T>(List<T> items, boolean hasMore) {
    /** Items at most. */
    public static final int MAX_LIMIT = 100;

    public Page {
        items = List.copyOf(items);
    }

    /** The part of what was read with one more than the limit. */
    public static <T> Page<T> of(List<T> limitAndOne, int limit) {
        boolean hasMore = limitAndOne.size() > limit;
        return new Page<>(hasMore ? limitAndOne.subList(0, limit) : limitAndOne, hasMore);
    }

    /**
     * How many to read for a part of this size.
     *
     * @throws TenantProblemException when the limit is not in 1 to {@value #MAX_LIMIT}
     */
    public static int toRead(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "limit",
                    "'limit' must be between 1 and " + MAX_LIMIT + ".",
                    "'limit'은(는) 1 이상 " + MAX_LIMIT + " 이하여야 합니다."));
        }
        return limit + 1;
    }
}
