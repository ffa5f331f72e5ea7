package cloud.hanok.api.http;

import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.Map;

/** Puts the request's id on its answer and on each line that is logged while it is served, and has no client guess what an answer is. */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
public final class RequestIdFilter implements Ordered {
    private final RequestIds ids;

    public RequestIdFilter(RequestIds ids) {
        this.ids = ids;
    }

    /** On the way in. */
    @RequestFilter
    @PreMatching
    public void begin(HttpRequest<?> request, MutablePropagatedContext context) {
        context.add(new MdcPropagationContext(Map.of("request_id", ids.of(request))));
    }

    /** On the way out. */
    @ResponseFilter
    public void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (!response.getHeaders().contains(RequestIds.HEADER)) {
            response.header(RequestIds.HEADER, ids.of(request));
        }
        response.header("x-content-type-options", "nosniff");
    }

    @Override
    public int getOrder() {
        return FilterOrder.REQUEST_ID;
    }
}
