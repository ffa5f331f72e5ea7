package cloud.hanok.api.gateway;

import cloud.hanok.api.error.Language;
import cloud.hanok.api.security.Bearer;
import cloud.hanok.api.security.MemberCallers;
import cloud.hanok.cluster.fairness.PriorityClass;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.tenant.key.KeyUse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request says that its answer needs.
 *
 * @param id names the request, its receipt and its usage
 * @param protocol what it speaks
 * @param authorization the header as it came, or null; never printed
 * @param project for which a member asks with a token of their own, or null; a key has its own
 * @param use what its key is presented for, and from where
 * @param idempotencyKey as it came, or null; only where something is charged
 * @param traceparent the caller's trace context (W3C), or null
 * @param language of the answer's error messages
 * @param keepAlive whether the client wants the connection kept
 * @param http10 whether it speaks HTTP/1.0, which has no chunks
 * @param heartbeatSeconds between two signs of life of a silent stream; 0: none are wanted
 * @param wantsCost whether the answer is to say what it costs
 * @param receivedNanos when the head came, by the monotonic clock
 * @param internal what this process asks itself; null where a client asks
 */
record ClientRequest(
        RequestId id,
        Protocol protocol,
        @Nullable String authorization,
        @Nullable String project,
        KeyUse use,
        @Nullable String idempotencyKey,
        @Nullable String traceparent,
        Language language,
        boolean keepAlive,
        boolean http10,
        int heartbeatSeconds,
        boolean wantsCost,
        long receivedNanos,
        @Nullable InternalRequest internal) {
    private static final AsciiString WANTS_COST = AsciiString.cached("x-hanok-cost");
    private static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached(IdempotencyKeyRefusedException.FIELD);

    static ClientRequest of(
            RequestId id, Protocol protocol, HttpRequest head, KeyUse use, int heartbeatSeconds, long receivedNanos) {
        return new ClientRequest(
                id,
                protocol,
                authorization(head),
                head.headers().get(MemberCallers.PROJECT_HEADER),
                use,
                protocol.operation().computes() ? idempotencyKey(head) : null,
                head.headers().get("traceparent"),
                Language.preferred(head.headers().get(HttpHeaderNames.ACCEPT_LANGUAGE)),
                HttpUtil.isKeepAlive(head),
                head.protocolVersion().equals(HttpVersion.HTTP_1_0),
                heartbeatSeconds,
                head.headers().contains(WANTS_COST, "true", true),
                receivedNanos,
                null);
    }

    /** The same, of this process. */
    ClientRequest from(InternalRequest inside) {
        return new ClientRequest(
                inside.id(),
                protocol,
                null,
                null,
                use,
                idempotencyKey,
                null,
                language,
                keepAlive,
                http10,
                0,
                false,
                receivedNanos,
                inside);
    }

    /** Whether somebody waits for the answer. */
    PriorityClass priority() {
        return internal == null ? PriorityClass.INTERACTIVE : internal.priority();
    }

    /** The request that its answer is named by. */
    RequestId answers() {
        return internal == null ? id : internal.answers();
    }

    /** Two of them are none that is well formed. */
    private static @Nullable String idempotencyKey(HttpRequest head) {
        String key = head.headers().get(IDEMPOTENCY_KEY);
        return key == null ? null : String.join(", ", head.headers().getAll(IDEMPOTENCY_KEY));
    }

    private static @Nullable String authorization(HttpRequest head) {
        String authorization = head.headers().get(HttpHeaderNames.AUTHORIZATION);
        return authorization != null
                ? authorization
                : Bearer.value(List.of(), head.headers().getAll(Bearer.KEY_HEADER));
    }

    @Override
    public String toString() {
        return "ClientRequest[" + id + "]";
    }
}
