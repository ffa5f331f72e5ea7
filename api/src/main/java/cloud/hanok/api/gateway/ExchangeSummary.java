package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.billing.usage.RequestMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How a request went, for metrics and traces. Holds no text of anybody but what the client said about its request, which
 * only traces are told.
 *
 * @param client its head
 * @param times when each stage was left
 * @param route where it went; null when it never got so far
 * @param result what its last attempt came to; null when none was settled
 * @param attempts engines that were called
 * @param metadata what the client said about the request
 * @param error what the client was told; null when all went well or the client left
 */
record ExchangeSummary(
        ClientRequest client,
        StageTimes times,
        @Nullable Route route,
        @Nullable AttemptResult result,
        int attempts,
        RequestMetadata metadata,
        @Nullable ApiError error) {}
