package cloud.hanok.api.requests;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.billing.usage.RequestUsage;
import cloud.hanok.billing.usage.UsageStore;
import cloud.hanok.compliance.receipt.ReceiptView;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request, for its project's keys, its tenant's administrator, and the operator, who names the tenant. */
@Controller("/platform/v1/requests")
public final class RequestsController {
    private final UsageStore usage;
    private final TransparencyLogs logs;

    public RequestsController(UsageStore usage, TransparencyLogs logs) {
        this.usage = usage;
        this.logs = logs;
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
                request,
                used,
                logs.receipt(owner, request)
                        .filter(ReceiptView.Logged.class::isInstance)
                        .map(ReceiptView.Logged.class::cast)
                        .orElse(null));
    }

    private static boolean maySee(Actor actor, RequestUsage used) {
        return Stream.concat(
                        used.attempts().stream().map(event -> event.attempt().project()),
                        used.amendments().stream().map(each -> each.attempt().project()))
                .allMatch(project -> actor.sees(project, Permissions.REQUESTS_READ));
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
