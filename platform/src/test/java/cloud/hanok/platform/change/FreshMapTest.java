package cloud.hanok.platform.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class FreshMapTest {
    private static final FreshnessBounds BOUNDS = new FreshnessBounds(
            Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofSeconds(1), 32, 16, 4);

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-22T00:00:00Z"));
    private final Map<String, String> store = new HashMap<>();
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private boolean away;
    private boolean full;
    private int reads;
    private Runnable beforeAnswer = () -> {};

    private final FreshMap<String, String> map = new FreshMap<>(this::load, BOUNDS, clock, this::later);

    @Test
    void anUnknownKeyIsReadOnceAndThenFoundInMemory() {
        store.put("a", "1");

        Lookup<String> first = map.lookup("a");
        Lookup<String> second = map.lookup("a");
        assertThat(first).isInstanceOf(Lookup.Pending.class).isSameAs(second);
        runAll();

        assertThat(answer(first)).isEqualTo(new Lookup.Found<>("1"));
        Lookup<String> found = map.lookup("a");
        assertThat(found).isEqualTo(new Lookup.Found<>("1"));
        assertThat(map.lookup("a")).isSameAs(found);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void aKeyThatDoesNotExistCostsOneReadForAWhile() {
        map.lookup("none");
        runAll();

        assertThat(map.lookup("none")).isEqualTo(new Lookup.Absent<>());
        clock.advance(Duration.ofSeconds(29));
        assertThat(map.lookup("none")).isEqualTo(new Lookup.Absent<>());
        assertThat(reads).isEqualTo(1);

        clock.advance(Duration.ofSeconds(2));
        store.put("none", "now");
        Lookup<String> again = map.lookup("none");
        runAll();
        assertThat(answer(again)).isEqualTo(new Lookup.Found<>("now"));
    }

    @Test
    void whatMayBeBelievedLessLongIsReadAgainSoonerAndRefusedSooner() {
        Function<String, Duration> believed = value -> Duration.ofSeconds(value.equals("dedicated") ? 60 : 900);
        FreshMap<String, String> some = new FreshMap<>(this::load, BOUNDS, believed, clock, this::later);
        store.put("a", "dedicated");
        store.put("b", "shared");
        some.lookup("a");
        some.lookup("b");
        runAll();
        away = true;
        clock.advance(Duration.ofSeconds(45));
        assertThat(some.lookup("a")).isEqualTo(new Lookup.Found<>("dedicated"));
        some.lookup("b");
        assertThat(queue).as("the first alone is read again").hasSize(1);
        runAll();
        clock.advance(Duration.ofSeconds(16));
        Lookup<String> late = some.lookup("a");
        runAll();
        assertThat(late.settled()).isInstanceOf(Lookup.Stale.class);
        assertThat(some.lookup("b")).isEqualTo(new Lookup.Found<>("shared"));
    }

    @Test
    void whatIsOlderThanAskedForIsReadAgainOnceAndRefusedWhileThatFails() {
        put("a", "1");
        store.put("a", "2");
        clock.advance(Duration.ofSeconds(10));
        long now = clock.millis();
        assertThat(map.lookupReadSince("a", now - 10_000))
                .as("no newer than known")
                .isEqualTo(new Lookup.Found<>("1"));

        away = true;
        Lookup<String> failing = map.lookupReadSince("a", now);
        runAll();
        assertThat(failing).isInstanceOf(Lookup.Pending.class);
        assertThat(map.lookupReadSince("a", now)).isInstanceOf(Lookup.Stale.class);
        assertThat(queue).as("a failed key is not read again at once").isEmpty();
        assertThat(map.lookup("a")).as("to others it is good enough").isEqualTo(new Lookup.Found<>("1"));

        away = false;
        clock.advance(Duration.ofSeconds(1));
        Lookup<String> pending = map.lookupReadSince("a", now);
        runAll();
        assertThat(answer(pending)).isEqualTo(new Lookup.Found<>("2"));
        int before = reads;
        assertThat(map.lookupReadSince("a", now)).isEqualTo(new Lookup.Found<>("2"));
        assertThat(reads).isEqualTo(before);
    }

    @Test
    void anInvalidatedEntryIsReadAgainAndRefusedWhileThatFails() {
        put("a", "1");
        store.put("a", "2");
        map.invalidate("a");
        away = true;

        Lookup<String> pending = map.lookup("a");
        runAll();
        assertThat(answer(pending)).isInstanceOf(Lookup.Stale.class);
        assertThat(map.lookup("a")).isInstanceOf(Lookup.Stale.class);
        assertThat(queue).as("a failed key is not read again at once").isEmpty();

        away = false;
        clock.advance(Duration.ofSeconds(2));
        Lookup<String> again = map.lookup("a");
        runAll();
        assertThat(answer(again)).isEqualTo(new Lookup.Found<>("2"));
        assertThat(map.staleCount()).isEqualTo(2);
    }

    @Test
    void aReadOvertakenByAnInvalidationStartsOver() {
        store.put("a", "old");
        beforeAnswer = () -> {
            beforeAnswer = () -> {};
            store.put("a", "new");
            map.invalidate("a");
        };

        Lookup<String> pending = map.lookup("a");
        runAll();

        assertThat(answer(pending)).isEqualTo(new Lookup.Found<>("new"));
        assertThat(map.lookup("a")).isEqualTo(new Lookup.Found<>("new"));
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void aReadThatIsAlwaysOvertakenEndsAsStaleAndStoresNothing() {
        store.put("a", "1");
        beforeAnswer = () -> map.invalidate("a");

        Lookup<String> pending = map.lookup("a");
        runAll();

        assertThat(answer(pending)).isInstanceOf(Lookup.Stale.class);
        assertThat(map.size()).isZero();
    }

    @Test
    void aUsedEntryIsReadAgainInTheBackgroundBeforeItIsTooOld() {
        put("a", "1");
        store.put("a", "2");
        clock.advance(Duration.ofMinutes(11));

        assertThat(map.lookup("a")).isEqualTo(new Lookup.Found<>("1"));
        assertThat(map.lookup("a")).isEqualTo(new Lookup.Found<>("1"));
        assertThat(queue).hasSize(1);
        runAll();

        assertThat(map.lookup("a")).isEqualTo(new Lookup.Found<>("2"));
        clock.advance(Duration.ofMinutes(8));
        assertThat(map.lookup("a")).as("its age counts from the second read").isEqualTo(new Lookup.Found<>("2"));
    }

    @Test
    void withoutAStoreAnEntryLivesExactlyAsLongAsItsBound() {
        put("a", "1");
        away = true;
        for (int minute = 0; minute < 14; minute++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(map.lookup("a")).isEqualTo(new Lookup.Found<>("1"));
            runAll();
        }
        clock.advance(Duration.ofSeconds(59));
        assertThat(map.lookup("a")).isEqualTo(new Lookup.Found<>("1"));
        runAll();

        clock.advance(Duration.ofSeconds(1));
        Lookup<String> tooOld = map.lookup("a");
        runAll();
        assertThat(answer(tooOld)).isInstanceOf(Lookup.Stale.class);
        assertThat(map.failedCount()).isGreaterThan(3);

        away = false;
        clock.advance(Duration.ofSeconds(1));
        Lookup<String> back = map.lookup("a");
        runAll();
        assertThat(answer(back)).isEqualTo(new Lookup.Found<>("1"));
    }

    @Test
    void aClockSetBackGivesNoEntryALongerLife() {
        put("a", "1");
        clock.advance(Duration.ofHours(-1));

        assertThat(map.lookup("a")).isInstanceOf(Lookup.Pending.class);
    }

    @Test
    void readsUnderWayAreBoundedAndTheRestIsRefused() {
        for (int i = 0; i < BOUNDS.maxReads(); i++) {
            assertThat(map.lookup("k" + i)).isInstanceOf(Lookup.Pending.class);
        }

        assertThat(map.lookup("one too many")).isInstanceOf(Lookup.Stale.class);
        runAll();
        assertThat(map.lookup("one too many")).isInstanceOf(Lookup.Pending.class);
    }

    @Test
    void anExecutorThatRefusesLeavesNothingBehind() {
        full = true;
        for (int i = 0; i < 3 * BOUNDS.maxReads(); i++) {
            assertThat(answer(map.lookup("k" + i))).isInstanceOf(Lookup.Stale.class);
        }
        full = false;
        clock.advance(Duration.ofSeconds(2));

        assertThat(map.lookup("k0")).isInstanceOf(Lookup.Pending.class);
        assertThat(queue).hasSize(1);
    }

    @Test
    void unknownKeysPushOutNoKnownOneAndBothAreBounded() {
        put("a", "1");
        for (int i = 0; i < 500; i++) {
            map.lookup("unknown" + i);
            runAll();
        }
        assertThat(map.lookup("a")).isEqualTo(new Lookup.Found<>("1"));

        for (int i = 0; i < 500; i++) {
            assertThat(map.lookup("a")).as("an entry in use stays, round %s", i).isEqualTo(new Lookup.Found<>("1"));
            put("b" + i, "x");
            assertThat(map.size()).isLessThanOrEqualTo(BOUNDS.maxEntries());
        }
    }

    @Test
    void aHitAllocatesNothing() {
        FreshMap<String, String> real =
                new FreshMap<>(key -> Optional.of("value"), BOUNDS, Clock.systemUTC(), Runnable::run);
        real.lookup("a");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int hits = lookUp(real, 50_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        hits += lookUp(real, 50_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(hits).isEqualTo(100_000);
        assertThat(allocated).as("bytes of 50000 look-ups").isLessThan(50_000);
    }

    @Test
    void whoLooksUpAfterAnInvalidationNeverSeesWhatWasBefore() throws Exception {
        long seed = new Random().nextLong();
        AtomicLong written = new AtomicLong();
        AtomicLong announced = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(4);
                ExecutorService loads = Executors.newVirtualThreadPerTaskExecutor()) {
            FreshMap<String, Long> raced = new FreshMap<>(
                    key -> {
                        long value = written.get();
                        LockSupport.parkNanos(1_000);
                        return Optional.of(value);
                    },
                    BOUNDS,
                    Clock.systemUTC(),
                    loads);
            Future<?> writer = threads.submit(() -> {
                Random random = new Random(seed);
                for (long version = 1; version <= 3_000; version++) {
                    written.set(version);
                    raced.invalidate("k");
                    announced.set(version);
                    LockSupport.parkNanos(random.nextInt(50_000));
                }
            });
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> {
                    int seen = 0;
                    while (!writer.isDone()) {
                        long atLeast = announced.get();
                        Lookup<Long> lookup = raced.lookup("k");
                        if (lookup instanceof Lookup.Pending<Long>(var answer)) {
                            lookup = answer.toCompletableFuture().join();
                        }
                        if (lookup instanceof Lookup.Found<Long>(var value)) {
                            seen++;
                            assertThat(value).as("seed %s", seed).isGreaterThanOrEqualTo(atLeast);
                        }
                    }
                    return seen;
                }));
            }
            writer.get();
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private static int lookUp(FreshMap<String, String> map, int times) {
        int hits = 0;
        for (int i = 0; i < times; i++) {
            if (map.lookup("a") instanceof Lookup.Found<String>) {
                hits++;
            }
        }
        return hits;
    }

    private Optional<String> load(String key) {
        reads++;
        if (away) {
            throw new IllegalStateException("the store is away");
        }
        Optional<String> value = Optional.ofNullable(store.get(key));
        beforeAnswer.run();
        return value;
    }

    private void later(Runnable task) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        queue.add(task);
    }

    private void runAll() {
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            task.run();
        }
    }

    private void put(String key, String value) {
        store.put(key, value);
        map.lookup(key);
        runAll();
    }

    private static Lookup<String> answer(Lookup<String> lookup) {
        return lookup instanceof Lookup.Pending<String>(var answer)
                ? answer.toCompletableFuture().join()
                : lookup;
    }
}
