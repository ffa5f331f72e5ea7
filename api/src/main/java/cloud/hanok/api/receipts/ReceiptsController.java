package cloud.hanok.api.receipts;

import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.OpenedRequests;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.compliance.receipt.LeafKind;
import cloud.hanok.compliance.receipt.ReceiptView;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The receipt of a request, by the request's id, for its own project's keys and for whoever may see its tenant's. */
@Controller("/v1/receipts")
public final class ReceiptsController {
    /** Sequencers publish at most once a second. */
    private static final String RETRY_AFTER_SECONDS = "1";

    private static final String PROOF_SUFFIX = ".tlog-proof";

    /** A client may ask before another gateway's journal was shipped: a request this young may be waited for. */
    private static final Duration SHIPPING_LIMIT = Duration.ofSeconds(3);

    private static final Duration SHIPPING_POLL = Duration.ofMillis(100);

    private final TransparencyLogs logs;
    private final OpenedRequests opened;
    private final OtherGateways gateways;
    private final InstallationConfiguration installation;
    private final Clock clock;

    ReceiptsController(
            TransparencyLogs logs,
            OpenedRequests opened,
            OtherGateways gateways,
            InstallationConfiguration installation,
            Clock clock) {
        this.logs = logs;
        this.opened = opened;
        this.gateways = gateways;
        this.installation = installation;
        this.clock = clock;
    }

    /** The log that the caller's receipts are in. */
    @Secured(Permissions.RECEIPTS_READ)
    @Get("/log")
    public ReceiptLog log(Authentication caller) {
        TenantId tenant =
                tenantOf(Actor.of(caller)).orElseThrow(() -> new ApiException(ApiError.of(ErrorCode.FORBIDDEN)));
        return logs.find(tenant)
                .map(log -> ReceiptLog.of(log, installation.base()))
                .orElseThrow(() -> new ApiException(ApiError.of(ErrorCode.NOT_READY)));
    }

    /** 200 with the leaves once they are provable, 202 until then. */
    @Secured(Permissions.RECEIPTS_READ)
    @Get("/{id}")
    public HttpResponse<?> receipt(Authentication caller, String id) {
        RequestId request = PathIds.read(id, RequestId::parse, Thing.RECEIPT);
        return switch (own(Actor.of(caller), request)) {
            case ReceiptView.Pending _ -> pending();
            case ReceiptView.Logged logged -> HttpResponse.ok(LoggedReceipt.of(request, logged));
        };
    }

    /** The evidence file for one leaf, for verifiers that are not ours; 202 as long as it cannot be proven. */
    @Secured(Permissions.RECEIPTS_READ)
    @Get(
            value = "/{id}" + PROOF_SUFFIX,
            produces = {MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    public HttpResponse<?> proof(Authentication caller, String id, @QueryValue @Nullable String leaf) {
        LeafKind kind = kindOf(leaf);
        RequestId request = PathIds.read(id, RequestId::parse, Thing.RECEIPT);
        ReceiptView view = own(Actor.of(caller), request);
        if (view instanceof ReceiptView.Logged logged
                && kind == LeafKind.AMENDMENT
                && logged.amendment().isEmpty()) {
            throw Thing.RECEIPT.missing(request);
        }
        return logs.proof(tenantOf(Actor.of(caller), request), request, kind)
                .<HttpResponse<?>>map(text -> HttpResponse.ok(text)
                        .contentType(MediaType.TEXT_PLAIN_TYPE)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store"))
                .orElseGet(ReceiptsController::pending);
    }

    /**
     * One that this gateway has in its journal is pending. One that it does not know is waited for only where it may be
     * another gateway's; what is another tenant's takes as long as what never was, so that nobody learns from the time
     * which it is.
     */
    private ReceiptView own(Actor actor, RequestId request) {
        TenantId tenant = tenantOf(actor, request);
        Optional<ReceiptView> found = find(actor, tenant, request);
        boolean elsewhere = found.isEmpty() && isYoung(request) && mayBeAnothers(request);
        while (elsewhere && found.isEmpty() && isYoung(request)) {
            LockSupport.parkNanos(SHIPPING_POLL.toNanos());
            found = find(actor, tenant, request);
        }
        return found.orElseThrow(() -> Thing.RECEIPT.missing(request));
    }

    private Optional<ReceiptView> find(Actor actor, TenantId tenant, RequestId request) {
        return logs.receipt(tenant, request)
                .or(() -> opened.projectOf(tenant, request).map(ReceiptView.Pending::new))
                .filter(view -> actor.sees(view.project(), Permissions.RECEIPTS_READ));
    }

    private boolean mayBeAnothers(RequestId request) {
        return !opened.covers(request) || gateways.any();
    }

    /** One from the future is not: its wait would have no bound. */
    private boolean isYoung(RequestId request) {
        long ageMillis = clock.millis() - request.ulid().epochMillis();
        return ageMillis >= 0 && ageMillis < SHIPPING_LIMIT.toMillis();
    }

    private static TenantId tenantOf(Actor actor, RequestId request) {
        return tenantOf(actor).orElseThrow(() -> Thing.RECEIPT.missing(request));
    }

    private static Optional<TenantId> tenantOf(Actor actor) {
        return switch (actor) {
            case Actor.OfTenant it -> Optional.of(it.tenant());
            case Actor.Operator _, Actor.SignedIn _ -> Optional.empty();
        };
    }

    private static HttpResponse<?> pending() {
        return HttpResponse.status(HttpStatus.ACCEPTED)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(new PendingReceipt("receipt", "pending"));
    }

    private static LeafKind kindOf(@Nullable String leaf) {
        return switch (leaf) {
            case null -> LeafKind.CLOSING;
            case "closing" -> LeafKind.CLOSING;
            case "opening" -> LeafKind.OPENING;
            case "amendment" -> LeafKind.AMENDMENT;
            default ->
                throw new ApiException(ApiError.invalidValue(
                        "leaf", "it must be opening, closing or amendment", "opening, closing, amendment 중 하나여야 합니다"));
        };
    }

    /**
     * @param object always {@code receipt}
     * @param status always {@code pending}
     */
    public record PendingReceipt(String object, String status) {}
}
