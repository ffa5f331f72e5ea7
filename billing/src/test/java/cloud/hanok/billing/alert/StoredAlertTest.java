package cloud.hanok.billing.alert;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.SpendAlertId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.money.NanoWon;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredAlertTest {
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);
    private static final Instant CHANGED = Instant.parse("2026-11-10T00:00:00Z");

    @Test
    void itIsDueFromExactlyTheThreshold() {
        StoredAlert alert = alert(100, null);
        assertThat(alert.isDue(NOVEMBER, new NanoWon(99_999_999_999L))).isFalse();
        assertThat(alert.isDue(NOVEMBER, NanoWon.ofWon(100))).isTrue();
        assertThat(alert.isDue(NOVEMBER, NanoWon.ofWon(5_000))).isTrue();
    }

    @Test
    void whatItToldItTellsOnceAMonth() {
        StoredAlert alert = alert(100, told(NOVEMBER, 100, 150));
        assertThat(alert.isArmed(NOVEMBER)).isFalse();
        assertThat(alert.isDue(NOVEMBER, NanoWon.ofWon(9_000))).isFalse();
        assertThat(alert.isDue(DECEMBER, NanoWon.ofWon(99))).isFalse();
        assertThat(alert.isDue(DECEMBER, NanoWon.ofWon(100))).isTrue();
    }

    @Test
    void onlyAThresholdAboveWhatWasToldIsNews() {
        assertThat(alert(50, told(NOVEMBER, 100, 150)).isDue(NOVEMBER, NanoWon.ofWon(200)))
                .isFalse();
        assertThat(alert(150, told(NOVEMBER, 100, 150)).isDue(NOVEMBER, NanoWon.ofWon(200)))
                .isFalse();
        StoredAlert raised = alert(151, told(NOVEMBER, 100, 150));
        assertThat(raised.isDue(NOVEMBER, NanoWon.ofWon(150))).isFalse();
        assertThat(raised.isDue(NOVEMBER, NanoWon.ofWon(151))).isTrue();
    }

    @Test
    void aMonthThatWasOverWhenItWasSetIsNoneOfItsBusiness() {
        assertThat(alert(100, null).isDue(OCTOBER, NanoWon.ofWon(500))).isFalse();
        assertThat(alert(100, told(DECEMBER, 100, 150)).isDue(NOVEMBER, NanoWon.ofWon(500)))
                .isFalse();
    }

    @Test
    void itOwesItsMailUntilThatIsWritten() {
        assertThat(alert(100, null).owesMail()).isFalse();
        assertThat(alert(100, told(NOVEMBER, 100, 150)).owesMail()).isFalse();
        assertThat(alert(100, new ToldAlert(NOVEMBER, 100, NanoWon.ofWon(150), CHANGED, false))
                        .owesMail())
                .isTrue();
    }

    @Test
    void aMailHasOneIdHoweverOftenItIsWrittenAndEachOfOthersAnother() {
        SpendAlertFiring firing = firing(CHANGED, 100);
        assertThat(firing.mailTo("a@example.kr")).isEqualTo(firing(CHANGED, 7).mailTo("a@example.kr"));
        assertThat(firing.mailTo("a@example.kr")).isNotEqualTo(firing.mailTo("b@example.kr"));
        assertThat(firing.mailTo("a@example.kr"))
                .isNotEqualTo(firing(CHANGED.plusMillis(1), 100).mailTo("a@example.kr"));
        assertThat(firing.mailTo("a@example.kr").ulid().epochMillis()).isEqualTo(CHANGED.toEpochMilli());
    }

    private static SpendAlertFiring firing(Instant at, long spentWon) {
        StoredAlert alert = alert(100, null);
        return new SpendAlertFiring(
                alert.id(),
                alert.tenant(),
                null,
                NOVEMBER,
                100,
                NanoWon.ofWon(spentWon),
                at,
                AlertChannel.ERASED,
                false);
    }

    private static ToldAlert told(YearMonth month, long thresholdWon, long spentWon) {
        return new ToldAlert(month, thresholdWon, NanoWon.ofWon(spentWon), CHANGED, true);
    }

    private static StoredAlert alert(long thresholdWon, @Nullable ToldAlert told) {
        return new StoredAlert(
                new SpendAlertId(new Ulid(1, 2)),
                new TenantId(new Ulid(3, 4)),
                null,
                thresholdWon,
                ByteBuffer.allocate(0),
                CHANGED,
                told);
    }
}
