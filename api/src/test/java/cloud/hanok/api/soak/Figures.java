package cloud.hanok.api.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Samples in order; the median of the first third is compared with that of the last. */
final class Figures {
    /** Classes, compiled code's data and caches still fill while the first third runs. */
    private static final double MEMORY_GROWTH = 1.15;

    private static final long HEAP_SLACK_KIB = 6 << 10;
    private static final long RESIDENT_SLACK_KIB = 48 << 10;
    private static final long DIRECT_SLACK_KIB = 8 << 10;

    /** Pools of threads and of connections breathe. */
    private static final long POOL_SLACK = 12;

    /** One that is written to, one that its last record keeps, and the spare ones. */
    private static final long MOST_SEGMENTS = 6;

    private static final long MOST_CONNECTIONS = 64;

    private final List<Sample> samples = new ArrayList<>();

    void add(Sample sample) {
        samples.add(sample);
    }

    /** What holds of any run, however short. */
    void assertNothingIsLeft() {
        assertThat(samples).hasSizeGreaterThanOrEqualTo(3).allSatisfy(sample -> {
            assertThat(sample.slots()).as("progress slots at rest").isZero();
            assertThat(sample.unsettled()).as("unsettled at rest").isZero();
            assertThat(sample.segments()).as("segments").isBetween(1L, MOST_SEGMENTS);
            assertThat(sample.connections()).as("connections to the engine").isBetween(0L, MOST_CONNECTIONS);
        });
        assertNoGrowth("threads", Sample::threads, 1, POOL_SLACK);
        assertNoGrowth("files", Sample::files, 1, POOL_SLACK);
        assertNoGrowth("connections", Sample::connections, 1, POOL_SLACK);
        assertNoGrowth("segments", Sample::segments, 1, 1);
    }

    /** What takes minutes to be told from a warm-up. */
    void assertMemoryDoesNotGrow() {
        assertNoGrowth("heap", Sample::heapKib, MEMORY_GROWTH, HEAP_SLACK_KIB);
        assertNoGrowth("resident memory", Sample::residentKib, MEMORY_GROWTH, RESIDENT_SLACK_KIB);
        assertNoGrowth("direct buffers", Sample::directKib, MEMORY_GROWTH, DIRECT_SLACK_KIB);
    }

    private void assertNoGrowth(String what, ToLongFunction<Sample> of, double factor, long slack) {
        int third = Math.max(1, samples.size() / 3);
        long first = median(samples.subList(0, third), of);
        long last = median(samples.subList(samples.size() - third, samples.size()), of);
        assertThat(last)
                .as(what + " of the last third, " + first + " in the first")
                .isLessThanOrEqualTo((long) (first * factor) + slack);
    }

    private static long median(List<Sample> some, ToLongFunction<Sample> of) {
        return some.stream()
                .mapToLong(of)
                .sorted()
                .skip(some.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        var table = new StringBuilder("  sample heap-KiB  rss-KiB direct-KiB threads files segments slots unsettled "
                + "connections shipped\n");
        for (int i = 0; i < samples.size(); i++) {
            Sample each = samples.get(i);
            table.append("  %6d %8d %8d %10d %7d %5d %8d %5d %9d %11d %7d%n"
                    .formatted(
                            i + 1,
                            each.heapKib(),
                            each.residentKib(),
                            each.directKib(),
                            each.threads(),
                            each.files(),
                            each.segments(),
                            each.slots(),
                            each.unsettled(),
                            each.connections(),
                            each.shipped()));
        }
        return table.toString();
    }
}
