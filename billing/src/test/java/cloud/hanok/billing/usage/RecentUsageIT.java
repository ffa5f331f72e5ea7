package cloud.hanok.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.billing.BillingKeyspace;
import cloud.hanok.billing.Samples;
import cloud.hanok.billing.SettableClock;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.RecentUsage.Page;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.money.NanoWon;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentUsageIT {
    private static final Instant NOW = Instant.parse("2026-11-22T00:01:30Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(30));

    private final Keyspaces keyspaces = BillingKeyspace.keyspaces();
    private final SettableClock clock = new SettableClock(NOW);
    private final Samples samples = new Samples(new SecureRandom().nextLong());
    private final UsageStore store = new UsageStore(keyspaces, clock, new Ulids(clock, new SecureRandom()));
    private final RecentUsage recent = new RecentUsage(keyspaces, clock);

    @Test
    void pagesTogetherAreAllRequestsTheNewestFirst() {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            // Over minutes, hours, days and a month's end.
            Instant at = NOW.minusSeconds(
                    switch (i % 4) {
                        case 0 -> i;
                        case 1 -> i * 60L;
                        case 2 -> i * 3_600L;
                        default -> i * 7_200L;
                    });
            UsageEvent event = samples.event(at);
            events.add(event);
            if (i % 5 == 0) {
                events.add(samples.event(
                        event.attempt().request(),
                        2,
                        event.attempt().model(),
                        samples.any(samples.prices),
                        event.usage(),
                        Outcome.COMPLETED));
            }
        }
        store.record(events);
        UsageEvent amended = events.getFirst();
        store.amend(List.of(new UsageAmendment(
                amended.attempt(), new TokenUsage(0, 0, 1), new NanoWon(2), NOW, "gateway-0", 1_000)));

        List<RequestId> expected = events.stream()
                .map(event -> event.attempt().request())
                .distinct()
                .sorted(Comparator.comparing(RequestId::text).reversed())
                .toList();
        for (int most : List.of(1, 7, 200)) {
            assertThat(all(most, LONG_AGO, any -> true))
                    .extracting(RequestUsage::request)
                    .containsExactlyElementsOf(expected);
        }
        List<RequestUsage> whole = all(100, LONG_AGO, any -> true);
        for (RequestUsage each : whole) {
            assertThat(each)
                    .isEqualTo(store.find(samples.tenant, each.request()).orElseThrow());
        }
        ProjectId project = samples.projects.getFirst();
        assertThat(all(3, LONG_AGO, attempt -> attempt.project().equals(project)))
                .extracting(RequestUsage::request)
                .containsExactlyElementsOf(whole.stream()
                        .filter(each -> each.first().project().equals(project))
                        .map(RequestUsage::request)
                        .toList());
        Instant dayAgo = NOW.minus(Duration.ofDays(1));
        assertThat(all(50, dayAgo, any -> true))
                .extracting(RequestUsage::request)
                .containsExactlyElementsOf(expected.stream()
                        .filter(request -> request.ulid().epochMillis() >= dayAgo.toEpochMilli() / 60_000 * 60_000)
                        .toList());
    }

    @Test
    void aFilterThatFitsNothingIsAnsweredInSteps() {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < RecentUsage.MOST_ROWS + 700; i++) {
            events.add(samples.event(NOW.minusMillis(i * 10L)));
        }
        store.record(events);
        Page first = recent.page(samples.tenant, null, LONG_AGO, 20, attempt -> false);
        assertThat(first.requests()).isEmpty();
        assertThat(first.next()).isNotNull();
        Page second = recent.page(samples.tenant, first.next(), LONG_AGO, 20, attempt -> false);
        assertThat(second).isEqualTo(new Page(List.of(), null));
        assertThat(recent.page(samples.tenant, null, LONG_AGO, 20, attempt -> true)
                        .requests())
                .hasSize(20);
    }

    @Test
    void aWatchShowsEachRequestOnceWhoeverRecordedIt() {
        for (int i = 0; i < 30; i++) {
            store.record(List.of(samples.event(NOW.minusSeconds(100 + i))));
        }
        UsageWatch watch = recent.watch(samples.tenant);
        List<RequestUsage> before = watch.look();
        assertThat(before).as("the last few").hasSize(20);
        assertThat(before)
                .isSortedAccordingTo(Comparator.comparing(each -> each.request().text()));
        assertThat(watch.look()).isEmpty();

        UsageEvent here = samples.event(NOW);
        // It came before those that were shown, and ended only now.
        UsageEvent elsewhere = samples.event(NOW.minus(Duration.ofMinutes(10)));
        UsageEvent tooLong = samples.event(NOW.minus(UsageWatch.WINDOW).minus(Duration.ofMinutes(2)));
        store.record(List.of(here));
        new UsageStore(keyspaces, clock, new Ulids(clock, new SecureRandom())).record(List.of(elsewhere, tooLong));
        assertThat(watch.look())
                .extracting(RequestUsage::request)
                .containsExactly(elsewhere.attempt().request(), here.attempt().request());

        store.amend(List.of(new UsageAmendment(
                here.attempt(), new TokenUsage(0, 0, 1), new NanoWon(1), NOW.plusSeconds(1), "gateway-0", 77)));
        store.record(List.of(here));
        assertThat(watch.look()).as("it was shown").isEmpty();
        clock.set(NOW.plus(Duration.ofHours(2)));
        UsageEvent later = samples.event(clock.instant());
        store.record(List.of(later));
        assertThat(watch.look())
                .extracting(RequestUsage::request)
                .containsExactly(later.attempt().request());
        assertThat(recent.watch(new Samples(1).tenant).look()).isEmpty();
    }

    private List<RequestUsage> all(int most, Instant from, Predicate<BilledAttempt> wanted) {
        List<RequestUsage> all = new ArrayList<>();
        @Nullable RequestId before = null;
        do {
            Page page = recent.page(samples.tenant, before, from, most, wanted);
            assertThat(page.requests()).hasSizeLessThanOrEqualTo(most);
            all.addAll(page.requests());
            before = page.next();
        } while (before != null);
        return all;
    }
}
