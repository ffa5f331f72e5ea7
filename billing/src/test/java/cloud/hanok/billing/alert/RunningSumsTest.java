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
        stored.computeIfAbsent(hour, any -> new UsageSums()).add(event.attempt().group(), UsageTotals.of(event));
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

    @Property(tries = 50)
    void howeverLateUsageComesTheSumIsThatOfAllOfIt(@ForAll long seed) {
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
                spend(samples, FIRST.plus(Duration.ofHours(Math.min(hour, HOURS - 1))));
            }
            if (random.nextInt(8) == 0) {
                sums.forget(samples.tenant);
            }
            assertThat(month(samples.tenant, now)).isEqualTo(everything());
        }
    }

    @Example
    void hoursThatAreOverAreReadOnce() {
        Samples samples = new Samples(1);
        Instant now = FIRST;
        for (int hour = 0; hour < HOURS / 3; hour++) {
            spend(samples, now);
            month(samples.tenant, now);
            spend(samples, now.plusSeconds(30));
            month(samples.tenant, now.plusSeconds(30));
            now = now.plus(Duration.ofHours(1));
        }
        assertThat(hoursRead).isLessThan(4 * HOURS / 3);
        spend(samples, FIRST);
        assertThat(month(samples.tenant, now)).isEqualTo(everything());
    }

    @Example
    void anotherTenantsSumsAreItsOwn() {
        Samples samples = new Samples(1);
        spend(samples, FIRST);
        SortedSet<Instant> named = new TreeSet<>(written);
        sums.month(samples.tenant, NOVEMBER, named, FIRST);
        hoursRead = 0;
        sums.month(new Samples(2).tenant, NOVEMBER, named, FIRST);
        assertThat(hoursRead).isEqualTo(1);
    }
}
