package cloud.hanok.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static final Ulids IDS = new Ulids(Clock.systemUTC(), new Random(1));
    private static final List<SiteId> ALL =
            Stream.generate(() -> new SiteId(IDS.next())).limit(45).toList();

    @Test
    void pagesTogetherAreTheListWithNothingTwice() {
        var seen = new ArrayList<String>();
        @Nullable String after = null;
        boolean more = true;
        while (more) {
            Listing<String> page = Listing.of(ALL, PageQuery.of(after, null), id -> id, SiteId::text);
            assertThat(page.data()).hasSizeBetween(1, PageQuery.DEFAULT_LIMIT);
            seen.addAll(page.data());
            after = page.lastId();
            more = page.hasMore();
        }
        assertThat(seen).isEqualTo(ALL.stream().map(SiteId::text).toList());
    }

    @Test
    void anEmptyListHasNoIds() {
        Listing<String> page = Listing.of(List.<SiteId>of(), PageQuery.of(null, 1), id -> id, SiteId::text);
        assertThat(page).isEqualTo(new Listing<String>("list", List.of(), null, null, false));
    }

    @Test
    void limitsAndCursorsAreChecked() {
        assertThatThrownBy(() -> PageQuery.of(null, 0)).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> PageQuery.of(null, PageQuery.MAX_LIMIT + 1)).isInstanceOf(ApiException.class);
        assertThatThrownBy(() ->
                        Listing.of(ALL, PageQuery.of(new SiteId(IDS.next()).text(), 1), id -> id, SiteId::text))
                .isInstanceOf(ApiException.class);
    }
}
