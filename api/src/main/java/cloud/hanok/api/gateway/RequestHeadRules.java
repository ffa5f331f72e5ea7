package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import io.netty.handler.codec.http.HttpHeaderNames;
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

    /** Whether the gateway has a route for it. */
    static boolean isOurs(String uri) {
        String path = GatewayRoutes.CHAT_COMPLETIONS;
        return uri.startsWith(path) && (uri.length() == path.length() || uri.charAt(path.length()) == '?');
    }

    /** Why a request is refused before its body is read, or null. */
    @Nullable
    ApiError refusalOf(HttpRequest head) {
        if (!head.method().equals(HttpMethod.POST)) {
            return ApiError.of(ErrorCode.METHOD_NOT_ALLOWED, head.method().name(), GatewayRoutes.CHAT_COMPLETIONS);
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
        Iterator<String> credentials = head.headers().valueStringIterator(HttpHeaderNames.AUTHORIZATION);
        if (!credentials.hasNext()) {
            return false;
        }
        credentials.next();
        return credentials.hasNext();
    }

    /** The refusal of a body that is longer than it may be. */
    ApiError tooLarge() {
        return ApiError.of(ErrorCode.REQUEST_TOO_LARGE, Integer.toString(maxBodyBytes));
    }
}
