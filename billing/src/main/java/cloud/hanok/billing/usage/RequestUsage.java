package cloud.hanok.billing.usage;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.money.NanoWon;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything recorded about one request.
 *
 * @param attempts in their order, at least one unless only an amendment has arrived yet
 * @param amendments in the order of the attempts they amend
 */
public record RequestUsage(List<UsageEvent> attempts, List<UsageAmendment> amendments) {
    public RequestUsage {
        attempts = List.copyOf(attempts);
        amendments = List.copyOf(amendments);
        if (attempts.isEmpty() && amendments.isEmpty()) {
            throw new IllegalArgumentException("nothing is recorded about it");
        }
    }

    /** The attempts that it tells of: first those that used something, then those of which something was given back. */
    public Stream<BilledAttempt> billed() {
        return Stream.concat(
                attempts.stream().map(UsageEvent::attempt), amendments.stream().map(UsageAmendment::attempt));
    }

    /** The first of them. */
    public BilledAttempt first() {
        return billed().findFirst().orElseThrow();
    }

    /** Which request. */
    public RequestId request() {
        return first().request();
    }

    /** What the caller said about it, the same of every attempt. */
    public RequestMetadata metadata() {
        return first().metadata();
    }

    /** What the request costs: its attempts less its amendments. */
    public NanoWon cost() {
        return totals().cost();
    }

    /** What the request used: its attempts less its amendments. */
    public UsageTotals totals() {
        UsageTotals sum = UsageTotals.ZERO;
        for (UsageEvent event : attempts) {
            sum = sum.plus(UsageTotals.of(event));
        }
        for (UsageAmendment amendment : amendments) {
            sum = sum.plus(UsageTotals.of(amendment));
        }
        return sum;
    }
}
