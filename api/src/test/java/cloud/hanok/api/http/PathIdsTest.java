package cloud.hanok.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathIdsTest {
    private final SiteId known = new SiteId(new Ulids(Clock.systemUTC(), new Random(1)).next());

    @Test
    void whatHasTheIdIsFound() {
        String found = PathIds.find(known.text(), SiteId::parse, Thing.SITE, id -> Optional.of(id.text() + " there"));
        assertThat(found).isEqualTo(known.text() + " there");
    }

    @Test
    void whatIsNoIdAndWhatNothingHasAreBothAbsentByTheNameThatWasAsked() {
        for (String asked : new String[] {"nonsense", known.text()}) {
            assertThatThrownBy(() -> PathIds.find(asked, SiteId::parse, Thing.SITE, id -> Optional.empty()))
                    .isInstanceOfSatisfying(ApiException.class, thrown -> {
                        assertThat(thrown.error().code()).isEqualTo(ErrorCode.NOT_FOUND);
                        assertThat(thrown.error()).isEqualTo(Thing.SITE.absent(asked));
                    });
        }
    }
}
