package cloud.hanok.api.limits;

import cloud.hanok.api.audit.Audited;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A hard limit of a month's spending, in the shape of OpenAI's, in won where they have cents.
 *
 * @param thresholdAmount won
 * @param interval always {@code month}, of Seoul's calendar
 */
public record SpendLimitView(
        String object,
        @JsonProperty("threshold_amount") long thresholdAmount,
        String currency,
        String interval,
        Enforcement enforcement)
        implements Audited {
    static final String CURRENCY = "KRW";
    static final String INTERVAL = "month";

    /** There is one in each scope. */
    @Override
    public String id() {
        return object;
    }

    /** @param status {@code enforcing} when it is reached, else {@code inactive} */
    public record Enforcement(String status) {}

    /** That one was taken away. */
    public record Deleted(String object, boolean deleted) {}

    static SpendLimitView of(String object, long limitWon, boolean reached) {
        return new SpendLimitView(
                object, limitWon, CURRENCY, INTERVAL, new Enforcement(reached ? "enforcing" : "inactive"));
    }
}
