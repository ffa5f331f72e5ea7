package cloud.hanok.api.requests;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.billing.usage.BilledAttempt;
import cloud.hanok.billing.usage.RecentUsage;
import cloud.hanok.billing.usage.RequestUsage;
import cloud.hanok.billing.usage.UsageStore;
import cloud.hanok.compliance.receipt.ReceiptView;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.sse.Event;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Requests, for their project's keys, their tenant's administrator, and the operator, who names the tenant. */
@Controller("/platform/v1/requests")
public final class RequestsController {
    /** How far a list goes back where nothing is said. */
    private static final Duration USUAL_PAST = Duration.ofDays(7);

    private final UsageStore usage;
    private final RecentUsage recent;
    private final LiveRequestFeeds feeds;
    private final TransparencyLogs logs;
    private final Clock clock;

    public RequestsController(
            UsageStore usage, RecentUsage recent, LiveRequestFeeds feeds, TransparencyLogs logs, Clock clock) {
        this.usage = usage;
        this.recent = recent;
        this.feeds = feeds;
        this.logs = logs;
        this.clock = clock;
    }

    /** Those that are recorded, the newest first. */
    @Secured(Permissions.REQUESTS_READ)
    @Get
    public Listing<RequestView> list(
            Authentication caller,
            @QueryValue @Nullable String tenant,
            @QueryValue @Nullable String project,
            @QueryValue("api_key") @Nullable String apiKey,
            @QueryValue @Nullable String model,
            @QueryValue("start_time") @Nullable Long startTime,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit) {
        Actor actor = Actor.of(caller);
        PageQuery query = PageQuery.of(after, limit);
        Instant from = startTime == null ? clock.instant().minus(USUAL_PAST) : Instant.ofEpochSecond(startTime);
        RecentUsage.Page page = recent.page(
                ownerOf(actor, tenant),
                query.afterId(RequestId::parse),
                from,
                query.limit(),
                wanted(actor, project, apiKey, model));
        List<RequestView> views =
                page.requests().stream().map(each -> RequestView.of(each, null)).toList();
        RequestId next = page.next();
        String last = next != null
                ? next.text()
                : views.isEmpty() ? null : views.getLast().id();
        return new Listing<>(
                "list", views, views.isEmpty() ? null : views.getFirst().id(), last, next != null);
    }

    /** The same as events, as they are recorded, for some minutes; then the client asks again. */
    @Secured(Permissions.REQUESTS_READ)
    @Get(value = "/live", produces = MediaType.TEXT_EVENT_STREAM)
    public HttpResponse<Publisher<Event<?>>> live(
            Authentication caller,
            @QueryValue @Nullable String tenant,
            @QueryValue @Nullable String project,
            @QueryValue("api_key") @Nullable String apiKey,
            @QueryValue @Nullable String model) {
        Actor actor = Actor.of(caller);
        Publisher<Event<?>> events =
                feeds.open(recent.watch(ownerOf(actor, tenant)), wanted(actor, project, apiKey, model));
        return HttpResponse.ok(events)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header("x-accel-buffering", "no");
    }

    /** The request; usage appears once it is settled and shipped, at most seconds after its end. */
    @Secured(Permissions.REQUESTS_READ)
    @Get("/{id}")
    public RequestView find(Authentication caller, String id, @QueryValue @Nullable String tenant) {
        RequestId request = PathIds.read(id, RequestId::parse, Thing.REQUEST);
        Actor actor = Actor.of(caller);
        TenantId owner = ownerOf(actor, tenant);
        RequestUsage used = usage.find(owner, request)
                .filter(found -> maySee(actor, found))
                .orElseThrow(() -> Thing.REQUEST.missing(request));
        return RequestView.of(
                used,
                logs.receipt(owner, request)
                        .filter(ReceiptView.Logged.class::isInstance)
                        .map(ReceiptView.Logged.class::cast)
                        .orElse(null));
    }

    private static boolean maySee(Actor actor, RequestUsage used) {
        return used.billed().allMatch(each -> actor.sees(each.project(), Permissions.REQUESTS_READ));
    }

    /** Those of a list that are asked for, and that the caller may see. */
    private static Predicate<BilledAttempt> wanted(
            Actor actor, @Nullable String project, @Nullable String apiKey, @Nullable String model) {
        return attempt -> is(project, attempt.project().text())
                && is(apiKey, attempt.caller().text())
                && is(model, attempt.model())
                && actor.sees(attempt.project(), Permissions.REQUESTS_READ);
    }

    private static boolean is(@Nullable String asked, String value) {
        return asked == null || asked.equals(value);
    }

    private static TenantId ownerOf(Actor actor, @Nullable String tenant) {
        return switch (actor) {
            case Actor.OfTenant it -> it.tenant();
            case Actor.SignedIn _ -> throw new ApiException(ApiError.of(ErrorCode.FORBIDDEN));
            case Actor.Operator _ -> {
                if (tenant == null) {
                    throw new ApiException(ApiError.about(ErrorCode.MISSING_REQUIRED_PARAMETER, "tenant"));
                }
                yield PathIds.read(tenant, TenantId::parse, Thing.TENANT);
            }
        };
    }
}
