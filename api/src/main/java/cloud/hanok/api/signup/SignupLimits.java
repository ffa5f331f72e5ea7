package cloud.hanok.api.signup;

import cloud.hanok.api.config.SignupConfiguration;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.tenant.key.IpAddress;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one person and one network address may try in an hour, in this process. What a person may have in the end is decided
 * elsewhere, for the whole installation.
 */
@Singleton
public final class SignupLimits {
    /** Mistakes of a person who fills in a form; a program makes more. */
    static final int ATTEMPTS_PER_PERSON = 10;

    /** Persons and addresses that are counted at once; the one longest unseen is forgotten. */
    private static final int MOST_COUNTED = 20_000;

    private static final int HOUR_SECONDS = 3_600;

    private final Clock clock;
    private final int perAddress;
    private final LinkedHashMap<String, Integer> counts = new LinkedHashMap<>(16, 0.75f, true);
    private long hour = -1;

    public SignupLimits(SignupConfiguration configuration, Clock clock) {
        this.clock = clock;
        this.perAddress = configuration.attemptsPerAddress();
    }

    /**
     * Counts an attempt.
     *
     * @throws ApiException 429 when there were too many, with the time until there may be more
     */
    public synchronized void attempt(String subject, IpAddress address) {
        long second = clock.instant().getEpochSecond();
        if (second / HOUR_SECONDS != hour) {
            hour = second / HOUR_SECONDS;
            counts.clear();
        }
        boolean person = counted("person " + subject) > ATTEMPTS_PER_PERSON;
        boolean source = counted("address " + address) > perAddress;
        if (person || source) {
            throw new ApiException(ApiError.of(ErrorCode.RATE_LIMIT_EXCEEDED)
                    .withRetryAfter(Duration.ofSeconds(HOUR_SECONDS - second % HOUR_SECONDS)));
        }
    }

    private int counted(String who) {
        int count = counts.merge(who, 1, Integer::sum);
        if (counts.size() > MOST_COUNTED) {
            Map.Entry<String, Integer> eldest = counts.firstEntry();
            counts.remove(eldest.getKey());
        }
        return count;
    }
}
