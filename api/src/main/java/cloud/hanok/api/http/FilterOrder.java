package cloud.hanok.api.http;

import io.micronaut.http.filter.ServerFilterPhase;

/** The order of all filters, the first to see a request first (and the last to see its answer). */
public final class FilterOrder {
    /** Before everything, so that whatever answers carries the id. */
    public static final int REQUEST_ID = ServerFilterPhase.FIRST.order();

    /** Right behind: what is not read need not be judged. */
    public static final int BODY_BOUND = ServerFilterPhase.FIRST.after();

    /** Micronaut's own: who asks, and whether they may. */
    public static final int SECURITY = ServerFilterPhase.SECURITY.order();

    private FilterOrder() {}
}
