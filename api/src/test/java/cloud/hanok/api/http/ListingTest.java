package cloud.hanok.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static final List<String> ALL =
            IntStream.range(0, 45).mapToObj(number -> "id_" + number).toList();

    @Test
    void pagesTogetherAreTheListWithNothingTwice() {
        var seen = new ArrayList<String>();
        @Nullable String after = null;
        boolean more = true;
        while (more) {
            Listing<String> page = Listing.of(ALL, PageQuery.of(after, null), id -> id, id -> id);
            assertThat(page.data()).hasSizeBetween(1, PageQuery.DEFAULT_LIMIT);
            seen.addAll(page.data());
            after = page.lastId();
            more = page.hasMore();
        }
        assertThat(seen).isEqualTo(ALL);
    }

    @Test
    void anEmptyListHasNoIds() {
        Listing<String> page = Listing.of(List.<String>of(), PageQuery.of(null, 1), id -> id, id -> id);
        assertThat(page).isEqualTo(new Listing<String>("list", List.of(), null, null, false));
    }

    @Test
    void limitsAndCursorsAreChecked() {
        assertThatThrownBy(() -> PageQuery.of(null, 0)).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> PageQuery.of(null, PageQuery.MAX_LIMIT + 1)).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> Listing.of(ALL, PageQuery.of("id_99", 1), id -> id, id -> id))
                .isInstanceOf(ApiException.class);
    }
}
