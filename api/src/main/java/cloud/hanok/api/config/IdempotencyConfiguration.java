package cloud.hanok.api.config;

import cloud.hanok.platform.answer.AnswerSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.idempotency}: requests for inference that come with an {@code Idempotency-Key}.
 *
 * @param remembered how long a key gets the answer of its first request
 * @param lease how long a gateway that says nothing keeps others from running the same request
 * @param maxAnswerKibibytes the longest answer that is kept; of a longer one is known that it was answered
 */
@ConfigurationProperties("hanok.idempotency")
public record IdempotencyConfiguration(
        @Bindable(defaultValue = "24h") Duration remembered,
        @Bindable(defaultValue = "20s") Duration lease,
        @Bindable(defaultValue = "4096") int maxAnswerKibibytes) {
    /** What the store of answers needs. */
    public AnswerSettings settings() {
        return new AnswerSettings(remembered, lease, maxAnswerKibibytes << 10);
    }
}
