package cloud.hanok.api.gateway;

import cloud.hanok.api.security.StandingCallers;
import cloud.hanok.cluster.fairness.PriorityClass;
import cloud.hanok.platform.id.RequestId;

/**
 * What this process asks the byte path itself, for a caller who does not wait on a connection. It goes through the stages of any other.
 *
 * @param id names the request, its receipt and its usage
 * @param answers the request that its answer is named by: itself, or the one that was asked before it and came to nothing
 * @param path of {@link GatewayRoutes}
 * @param caller finds who asks, as they are now
 * @param priority whether somebody waits for the answer: a line of a batch is asked when nobody else does, is not counted against the
 *     caller's rates, and costs half
 * @param key its idempotency key: however often it is asked, by whichever gateway, it is answered and paid once
 * @param language of its errors, as {@code Accept-Language} names it
 * @param body in the protocol of the path
 */
@SuppressWarnings("ArrayRecordComponent")
public record InternalRequest(
        RequestId id,
        RequestId answers,
        String path,
        StandingCallers.Source caller,
        PriorityClass priority,
        String key,
        String language,
        byte[] body) {
    @Override
    public String toString() {
        return "InternalRequest[" + id + "]";
    }
}
