package cloud.hanok.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.billing.Samples;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class UsageLinesTest {
    private static final Instant AT = Instant.parse("2026-11-22T00:00:00Z");

    @Property(tries = 200)
    void linesAddUpToWhatTheEventsCost(@ForAll long seed) {
        Samples samples = new Samples(seed);
        UsageSums sums = new UsageSums();
        NanoWon cost = NanoWon.ZERO;
        long tokens = 0;
        for (int i = 0; i < 20; i++) {
            UsageEvent event = samples.event(AT);
            sums.add(group(event), UsageTotals.of(event));
            cost = cost.plus(event.cost());
            tokens += event.usage().totalTokens();
        }
        var lines = new UsageLines(samples::find).of(sums);

        assertThat(lines.stream().map(UsageLine::amount).reduce(NanoWon.ZERO, NanoWon::plus))
                .isEqualTo(cost);
        assertThat(lines.stream().mapToLong(UsageLine::quantity).sum()).isEqualTo(tokens);
        assertThat(lines).noneMatch(line -> line.kind() == UsageLine.Kind.DIFFERENCE);
    }

    @Example
    void aWronglyRatedEventIsShownAsADifference() {
        Samples samples = new Samples(2);
        UsageEvent event = samples.event(AT);
        UsageSums sums = new UsageSums();
        sums.add(group(event), UsageTotals.of(event).plus(new UsageTotals(0, 0, 0, 0, new NanoWon(7))));

        assertThat(new UsageLines(samples::find).of(sums).getLast())
                .isEqualTo(new UsageLine(group(event), UsageLine.Kind.DIFFERENCE, 0, null, new NanoWon(7)));
    }

    @Property(tries = 100)
    void aRollupReadsBackWhatWasWrittenAndItsBytesDoNotDependOnTheOrderOfEvents(@ForAll long seed) {
        Samples samples = new Samples(seed);
        UsageEvent[] events = new UsageEvent[12];
        UsageSums forwards = new UsageSums();
        UsageSums backwards = new UsageSums();
        for (int i = 0; i < events.length; i++) {
            events[i] = samples.event(AT);
            forwards.add(group(events[i]), UsageTotals.of(events[i]));
        }
        for (int i = events.length - 1; i >= 0; i--) {
            backwards.add(group(events[i]), UsageTotals.of(events[i]));
        }
        Rollup rollup = new Rollup("marks", forwards);

        assertThat(Rollup.decode(rollup.encode())).isEqualTo(rollup);
        assertThat(new Rollup("marks", backwards).encode()).isEqualTo(rollup.encode());
    }

    @Example
    void anAttemptThatFailedBeforeItsFirstTokenIsNoRequest() {
        Samples samples = new Samples(3);
        UsageEvent event = samples.event(
                samples.request(AT),
                1,
                "m",
                samples.prices.getFirst(),
                cloud.hanok.billing.price.TokenUsage.NONE,
                Outcome.ENGINE_FAILED);
        assertThat(UsageTotals.of(event)).isEqualTo(UsageTotals.ZERO);
    }

    static UsageGroup group(UsageEvent event) {
        return event.attempt().group();
    }
}
