package cloud.hanok.billing.price;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deployment's prices over time.
 *
 * @param newestFirst the one that takes force last first
 */
public record PriceSchedule(List<TokenPrice> newestFirst) {
    public PriceSchedule {
        newestFirst = List.copyOf(newestFirst);
    }

    /** The price in force at a moment; empty before the first. */
    public Optional<TokenPrice> at(Instant moment) {
        for (TokenPrice price : newestFirst) {
            if (!price.from().isAfter(moment)) {
                return Optional.of(price);
            }
        }
        return Optional.empty();
    }
}
