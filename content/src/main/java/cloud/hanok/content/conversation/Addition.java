package cloud.hanok.content.conversation;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What was added at once.
 *
 * @param added orders it
 * @param source of its items
 * @param ids of its items, by their places
 * @param parts that each of them is sealed in
 * @param gone places of those that were deleted
 */
record Addition(String added, String source, List<String> ids, List<Integer> parts, Set<Integer> gone) {
    static Addition of(Row row) {
        return new Addition(
                Objects.requireNonNull(row.getString("added")),
                Objects.requireNonNull(row.getString("source")),
                Objects.requireNonNull(row.getList("ids", String.class)),
                Objects.requireNonNull(row.getList("parts", Integer.class)),
                Objects.requireNonNullElse(row.getSet("gone", Integer.class), Set.of()));
    }

    /** Where an item lies. */
    record Spot(String added, int place, String id, int parts) {}

    /** Of those that are there. */
    List<Spot> spots() {
        List<Spot> spots = new ArrayList<>(ids.size());
        for (int place = 0; place < ids.size(); place++) {
            if (!gone.contains(place)) {
                spots.add(new Spot(added, place, ids.get(place), parts.get(place)));
            }
        }
        return spots;
    }
}
