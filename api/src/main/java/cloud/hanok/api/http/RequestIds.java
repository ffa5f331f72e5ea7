package cloud.hanok.api.http;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.Ulids;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** Gives each request its id: the one in {@code x-request-id}, in the logs and in the receipts. */
@Singleton
public final class RequestIds {
    /** The header that carries it back. */
    public static final String HEADER = "x-request-id";

    private static final String ATTRIBUTE = "hanok.request-id";

    private final Ulids ulids;

    public RequestIds(Ulids ulids) {
        this.ulids = ulids;
    }

    /** A new one. */
    public RequestId next() {
        return new RequestId(ulids.next());
    }

    /** The id of this request; it is given when it is first asked for. */
    public String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class).orElseGet(() -> {
            String id = next().text();
            request.setAttribute(ATTRIBUTE, id);
            return id;
        });
    }
}
