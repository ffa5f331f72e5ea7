package cloud.hanok.billing.usage;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** What reports must add up to: a plain loop over everything recorded, each identity once. */
public final class NaiveUsage {
    private final Map<String, UsageEvent> events = new HashMap<>();
    private final Map<String, UsageAmendment> amendments = new HashMap<>();

    public void record(UsageEvent event) {
        events.put(identity(event.attempt()), event);
    }

    public void amend(UsageAmendment amendment) {
        amendments.put(identity(amendment.attempt()), amendment);
    }

    /** Sums by any key of those in [from, to) that pass. */
    public <K> Map<K, UsageTotals> sum(
            Instant from, Instant to, Predicate<UsageGroup> filter, Function<UsageGroup, K> key) {
        return sumAttempts(from, to, attempt -> filter.test(attempt.group()), attempt -> key.apply(attempt.group()));
    }

    /** The same by anything an attempt says. */
    public <K> Map<K, UsageTotals> sumAttempts(
            Instant from, Instant to, Predicate<BilledAttempt> filter, Function<BilledAttempt, K> key) {
        Map<K, UsageTotals> sums = new HashMap<>();
        events.values().forEach(event -> {
            if (within(event.attempt(), from, to) && filter.test(event.attempt())) {
                sums.merge(key.apply(event.attempt()), UsageTotals.of(event), UsageTotals::plus);
            }
        });
        amendments.values().forEach(amendment -> {
            if (within(amendment.attempt(), from, to) && filter.test(amendment.attempt())) {
                sums.merge(key.apply(amendment.attempt()), UsageTotals.of(amendment), UsageTotals::plus);
            }
        });
        return sums;
    }

    private static boolean within(BilledAttempt attempt, Instant from, Instant to) {
        return !attempt.at().isBefore(from) && attempt.at().isBefore(to);
    }

    private static String identity(BilledAttempt attempt) {
        return attempt.request().text() + "/" + attempt.number();
    }
}
