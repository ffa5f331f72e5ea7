package cloud.hanok.api.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Browsers' questions whether a page may ask (CORS, Fetch Standard). Such a question carries no key, so that it cannot be known whose
 * list of origins holds: it is answered yes, and the request itself is refused where its key's tenant does not have the origin. An
 * answer may always be read, also a refusal: a page that has no key learns nothing from it. Cookies are never taken.
 */
final class CrossOrigin {
    /** A day is the most that browsers remember. */
    private static final String REMEMBERED_SECONDS = "86400";

    private static final int HEADERS_LIMIT_CHARS = 1_024;
    private static final String READABLE = "x-request-id, request-id, x-receipt-id, x-residency, x-served-by,"
            + " openai-processing-ms, retry-after, retry-after-ms, x-should-retry, x-ratelimit-limit-requests,"
            + " x-ratelimit-limit-tokens, x-ratelimit-remaining-requests, x-ratelimit-remaining-tokens,"
            + " x-ratelimit-reset-requests, x-ratelimit-reset-tokens";

    private CrossOrigin() {}

    /** Whether a browser asks if a page may. */
    static boolean isQuestion(HttpRequest head) {
        return head.method().equals(HttpMethod.OPTIONS)
                && head.headers().contains(HttpHeaderNames.ORIGIN)
                && head.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** It may. */
    static FullHttpResponse yes(HttpRequest question) {
        var answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        HttpHeaders headers = answer.headers();
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST");
        String asked = question.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS, "");
        if (!asked.isEmpty() && asked.length() <= HEADERS_LIMIT_CHARS) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
        headers.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, REMEMBERED_SECONDS);
        readable(headers, question.headers().get(HttpHeaderNames.ORIGIN));
        return answer;
    }

    /** A page of this origin may read the answer. */
    static void readable(HttpHeaders headers, String origin) {
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, READABLE);
        headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    }
}
