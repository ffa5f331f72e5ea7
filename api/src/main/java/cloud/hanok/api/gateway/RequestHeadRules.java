package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.security.Bearer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the head of a request alone decides. */
final class RequestHeadRules {
    private final int maxBodyBytes;

    RequestHeadRules(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Why a request is refused before its body is read, or null. */
    @Nullable
    ApiError refusalOf(Protocol protocol, HttpRequest head) {
        if (!head.method().equals(HttpMethod.POST)) {
            return ApiError.of(ErrorCode.METHOD_NOT_ALLOWED, head.method().name(), protocol.path());
        }
        if (hasSeveralCredentials(head)) {
            return ApiError.of(ErrorCode.MALFORMED_REQUEST);
        }
        String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        String encoding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/json") || !encoding.equals("identity")) {
            return ApiError.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
        if (HttpUtil.getContentLength(head, 0L) > maxBodyBytes) {
            return tooLarge();
        }
        return null;
    }

    /** Whoever stands in front of us may have judged by the other one. */
    private static boolean hasSeveralCredentials(HttpRequest head) {
        HttpHeaders headers = head.headers();
        Iterator<String> credentials = headers.valueStringIterator(HttpHeaderNames.AUTHORIZATION);
        if (credentials.hasNext()) {
            credentials.next();
        }
        return credentials.hasNext()
                || (headers.contains(Bearer.KEY_HEADER)
                        && Bearer.areSeveral(
                                headers.getAll(HttpHeaderNames.AUTHORIZATION), headers.getAll(Bearer.KEY_HEADER)));
    }

    /** The refusal of a body that is longer than it may be. */
    ApiError tooLarge() {
        return ApiError.of(ErrorCode.REQUEST_TOO_LARGE, Integer.toString(maxBodyBytes));
    }
}
