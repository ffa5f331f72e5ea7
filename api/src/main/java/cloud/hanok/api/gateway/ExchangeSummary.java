package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * How a request went, for metrics, traces and the log. Holds no text of anybody.
 *
 * @param client its head
 * @param times when each stage was left
 * @param route where it went; null when it never got so far
 * @param result what its last attempt came to; null when none was settled
 * @param attempts engines that were called
 * @param error what the client was told; null when all went well or the client left
 */
record ExchangeSummary(
        ClientRequest client,
        StageTimes times,
        @Nullable Route route,
        @Nullable AttemptResult result,
        int attempts,
        @Nullable ApiError error) {}
