package cloud.hanok.billing.alert;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.billing.Samples;
import cloud.hanok.billing.usage.UsageEvent;
import cloud.hanok.billing.usage.UsageSums;
import cloud.hanok.billing.usage.UsageTotals;
import cloud.hanok.platform.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RunningSumsTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final Instant FIRST = Instant.parse("2026-10-31T15:00:00Z");
    private static final int HOURS = 30 * 24;

    @Property(tries = 50)
    void howeverLateUsageComesTheSumIsThatOfAllOfIt(@ForAll long seed) {
        var book = new Month();
        Samples samples = new Samples(seed);
        Random random = samples.random;
        Instant now = FIRST;
        for (int look = 0; look < 20; look++) {
            now = now.plus(Duration.ofMinutes(random.nextInt(24 * 60)));
            for (int i = random.nextInt(3); i >= 0; i--) {
                // Mostly of now; some of it hours late, some from a clock that is ahead.
                int hour = random.nextInt(4) == 0
                        ? random.nextInt(HOURS)
                        : (int) Duration.between(FIRST, now).toHours();
                book.spend(samples, FIRST.plus(Duration.ofHours(Math.min(hour, HOURS - 1))));
            }
            if (random.nextInt(8) == 0) {
                book.sums.forget(samples.tenant);
            }
            assertThat(book.month(samples.tenant, now)).isEqualTo(book.everything());
        }
    }

    @Example
    void hoursThatAreOverAreReadOnce() {
        var book = new Month();
        Samples samples = new Samples(1);
        Instant now = FIRST;
        for (int hour = 0; hour < HOURS / 3; hour++) {
            book.spend(samples, now);
            book.month(samples.tenant, now);
            book.spend(samples, now.plusSeconds(30));
            book.month(samples.tenant, now.plusSeconds(30));
            now = now.plus(Duration.ofHours(1));
        }
        assertThat(book.hoursRead).isLessThan(4 * HOURS / 3);
        book.spend(samples, FIRST);
        assertThat(book.month(samples.tenant, now)).isEqualTo(book.everything());
    }

    @Example
    void anotherTenantsSumsAreItsOwn() {
        var book = new Month();
        Samples samples = new Samples(1);
        book.spend(samples, FIRST);
        SortedSet<Instant> named = new TreeSet<>(book.written);
        book.sums.month(samples.tenant, NOVEMBER, named, FIRST);
        book.hoursRead = 0;
        book.sums.month(new Samples(2).tenant, NOVEMBER, named, FIRST);
        assertThat(book.hoursRead).isEqualTo(1);
    }

    /** What is stored of one month, and what was written since it was last asked for. */
    private static final class Month {
        private final TreeMap<Instant, UsageSums> stored = new TreeMap<>();
        private final TreeSet<Instant> written = new TreeSet<>();
        private final RunningSums sums = new RunningSums(this::read);
        private int hoursRead;

        private NavigableMap<Instant, UsageSums> read(TenantId tenant, Instant from, Instant to) {
            NavigableMap<Instant, UsageSums> found = new TreeMap<>();
            stored.subMap(from, true, to, false).forEach((hour, usage) -> {
                UsageSums copy = new UsageSums();
                copy.addAll(usage);
                found.put(hour, copy);
            });
            hoursRead += found.size();
            return found;
        }

        private void spend(Samples samples, Instant at) {
            UsageEvent event = samples.event(at);
            Instant hour = at.truncatedTo(ChronoUnit.HOURS);
            stored.computeIfAbsent(hour, any -> new UsageSums())
                    .add(event.attempt().group(), UsageTotals.of(event));
            written.add(hour);
        }

        private UsageSums month(TenantId tenant, Instant now) {
            SortedSet<Instant> named = new TreeSet<>(written);
            written.clear();
            return sums.month(tenant, NOVEMBER, named, now);
        }

        private UsageSums everything() {
            UsageSums all = new UsageSums();
            stored.values().forEach(all::addAll);
            return all;
        }
    }
}
