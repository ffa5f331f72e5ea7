package cloud.hanok.api.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.annotation.PreMatching;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body that is announced as longer than one may be that is held in memory, before it is read: but for contents of files, which pass
 * through and have bounds of their own. The connection ends with the refusal, since the body would follow.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class BodyBoundFilter implements Ordered {
    private static final String FILES = "/v1/files";
    private static final String UPLOADS = "/v1/uploads/";
    private static final String PARTS = "/parts";

    private final long mostBytes;
    private final ErrorAnswers answers;

    BodyBoundFilter(HttpServerConfiguration server, ErrorAnswers answers) {
        this.mostBytes = server.getMaxRequestBufferSize();
        this.answers = answers;
    }

    /** The refusal; null to go on. */
    @RequestFilter
    @PreMatching
    @Nullable
    MutableHttpResponse<?> refusal(HttpRequest<?> request) {
        long length = request.getContentLength();
        return length <= mostBytes || passesThrough(request.getPath())
                ? null
                : answers.answer(request, new ContentLengthExceededException(mostBytes, length))
                        .header(HttpHeaders.CONNECTION, "close");
    }

    private static boolean passesThrough(String path) {
        return path.equals(FILES) || (path.startsWith(UPLOADS) && path.endsWith(PARTS));
    }

    @Override
    public int getOrder() {
        return FilterOrder.BODY_BOUND;
    }
}
