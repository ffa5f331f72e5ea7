package cloud.hanok.api.webhooks;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.config.WebhooksConfiguration;
import cloud.hanok.api.egress.GuardedPost;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.files.AskedProject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.content.webhook.Webhook;
import cloud.hanok.content.webhook.WebhookDelivery;
import cloud.hanok.content.webhook.WebhookEventType;
import cloud.hanok.content.webhook.WebhookResult;
import cloud.hanok.content.webhook.WebhookSender;
import cloud.hanok.content.webhook.Webhooks;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.WebhookDeliveryId;
import cloud.hanok.platform.id.WebhookId;
import cloud.hanok.tenant.request.Page;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Endpoints of a project, in the shape of OpenAI's, and what was sent to them. */
@Controller("/v1")
public final class WebhooksController {
    private static final String ENDPOINTS = "/webhook_endpoints";
    private static final String ENDPOINT = ENDPOINTS + "/{webhook}";

    private final AskedProject projects;
    private final Webhooks webhooks;
    private final WebhookSender sender;
    private final WebhookBody bodies;
    private final WebhooksConfiguration configuration;
    private final Audit audit;

    WebhooksController(
            AskedProject projects,
            Webhooks webhooks,
            WebhookSender sender,
            GuardedPost post,
            WebhooksConfiguration configuration,
            Audit audit) {
        this.projects = projects;
        this.webhooks = webhooks;
        this.sender = sender;
        this.bodies = new WebhookBody(post);
        this.configuration = configuration;
        this.audit = audit;
    }

    /** What can be asked for. */
    @Secured(Permissions.WEBHOOKS_READ)
    @Get("/webhook_event_types")
    public WebhookView.Types types() {
        return new WebhookView.Types("list", WebhookEventType.texts());
    }

    /** All of a project, in the order they were made. */
    @Secured(Permissions.WEBHOOKS_READ)
    @Get(ENDPOINTS)
    public Listing<WebhookView> list(
            Authentication caller,
            HttpRequest<?> request,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        ProjectId project = projects.of(actor, request, Permissions.WEBHOOKS_READ);
        PageQuery query = PageQuery.of(after, limit);
        return Listing.of(webhooks.list(actor.tenant(), project), query, Webhook::id, WebhookView::of);
    }

    /** Makes one. Its secret is in this answer and in no other. */
    @Secured(Permissions.WEBHOOKS_WRITE)
    @Post(ENDPOINTS)
    public WebhookView create(Authentication caller, HttpRequest<?> request, @Body byte @Nullable [] body) {
        requireSending();
        Actor.OfTenant actor = Actor.ofTenant(caller);
        TenantId tenant = actor.tenant();
        ProjectId project = projects.of(actor, request, Permissions.WEBHOOKS_WRITE);
        WebhookBody.Wanted wanted = bodies.wanted(body);
        return audit.made(
                AuditType.WEBHOOK_CREATED,
                Whose.of(tenant, project),
                () -> WebhookView.of(webhooks.create(tenant, project, wanted.name(), wanted.url(), wanted.events())));
    }

    /** One. */
    @Secured(Permissions.WEBHOOKS_READ)
    @Get(ENDPOINT)
    public WebhookView find(Authentication caller, String webhook) {
        return WebhookView.of(webhook(caller, webhook, Permissions.WEBHOOKS_READ));
    }

    /** Changes what the request names, and leaves the rest. */
    @Secured(Permissions.WEBHOOKS_WRITE)
    @Post(ENDPOINT)
    public WebhookView change(Authentication caller, String webhook, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.ofTenant(caller).tenant();
        Webhook found = webhook(caller, webhook, Permissions.WEBHOOKS_WRITE);
        Webhooks.Change change = bodies.change(body);
        return audit.changed(
                AuditType.WEBHOOK_UPDATED,
                Whose.of(tenant, found.project()),
                WebhookView.of(found),
                () -> webhooks.change(tenant, found.id(), change)
                        .map(WebhookView::of)
                        .orElseThrow(() -> Thing.WEBHOOK.missing(found.id())));
    }

    /** Deletes one, with its secrets and its log. */
    @Secured(Permissions.WEBHOOKS_WRITE)
    @Delete(ENDPOINT)
    public WebhookView.Deleted delete(Authentication caller, String webhook) {
        TenantId tenant = Actor.ofTenant(caller).tenant();
        Webhook found = webhook(caller, webhook, Permissions.WEBHOOKS_WRITE);
        audit.removed(
                AuditType.WEBHOOK_DELETED,
                Whose.of(tenant, found.project()),
                WebhookView.of(found),
                () -> webhooks.delete(tenant, found.id()));
        return new WebhookView.Deleted("webhook_endpoint.deleted", found.id().text(), true);
    }

    /** Gives one another secret, which is in this answer and in no other. */
    @Secured(Permissions.WEBHOOKS_WRITE)
    @Post(ENDPOINT + "/rotate_secret")
    public WebhookView rotate(Authentication caller, String webhook, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.ofTenant(caller).tenant();
        Webhook found = webhook(caller, webhook, Permissions.WEBHOOKS_WRITE);
        Duration overlap = WebhookBody.overlap(body);
        return audit.changed(
                AuditType.WEBHOOK_SECRET_ROTATED,
                Whose.of(tenant, found.project()),
                WebhookView.of(found),
                () -> webhooks.rotate(tenant, found.id(), overlap)
                        .map(WebhookView::of)
                        .orElseThrow(() -> Thing.WEBHOOK.missing(found.id())));
    }

    /** Sends one an event about something that does not exist, and says what came of it. */
    @Secured(Permissions.WEBHOOKS_WRITE)
    @Post(ENDPOINT + "/test")
    public WebhookView.Tested test(Authentication caller, String webhook, @Body byte @Nullable [] body) {
        requireSending();
        TenantId tenant = Actor.ofTenant(caller).tenant();
        Webhook found = webhook(caller, webhook, Permissions.WEBHOOKS_WRITE);
        WebhookEventType type = WebhookBody.tested(body);
        return audit.made(AuditType.WEBHOOK_TESTED, Whose.of(tenant, found.project()), () -> {
            WebhookDelivery delivery = sender.test(tenant, found, type);
            return switch (delivery.result()) {
                case WebhookResult.Answered answered -> WebhookView.Tested.of(found, delivery, answered);
                case WebhookResult.NotAnswered(var why) ->
                    throw new ApiException(ApiError.of(ErrorCode.WEBHOOK_NOT_REACHED, why.text()));
            };
        });
    }

    /** Attempts of the last seven days, the newest first. */
    @Secured(Permissions.WEBHOOKS_READ)
    @Get(ENDPOINT + "/deliveries")
    public Listing<DeliveryView> deliveries(
            Authentication caller,
            String webhook,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit) {
        PageQuery query = PageQuery.of(after, limit);
        Webhook found = webhook(caller, webhook, Permissions.WEBHOOKS_READ);
        List<WebhookDelivery> some = webhooks.deliveries(
                Actor.ofTenant(caller).tenant(), found, query.afterId(WebhookDeliveryId::parse), query.limit() + 1);
        boolean more = some.size() > query.limit();
        return Listing.of(
                new Page<>(more ? some.subList(0, query.limit()) : some, more), WebhookDelivery::id, DeliveryView::of);
    }

    /** Sends the event of an attempt again, under the same id. */
    @Secured(Permissions.WEBHOOKS_WRITE)
    @Post(ENDPOINT + "/deliveries/{delivery}/resend")
    public WebhookView.Sent resend(Authentication caller, String webhook, String delivery) {
        requireSending();
        TenantId tenant = Actor.ofTenant(caller).tenant();
        Webhook found = webhook(caller, webhook, Permissions.WEBHOOKS_WRITE);
        WebhookDelivery sent = PathIds.find(
                delivery, WebhookDeliveryId::parse, Thing.WEBHOOK_DELIVERY, id -> webhooks.delivery(tenant, found, id));
        return audit.made(AuditType.WEBHOOK_EVENT_RESENT, Whose.of(tenant, found.project()), () -> {
            if (!webhooks.again(tenant, found, sent.event())) {
                throw new ApiException(ApiError.of(
                        ErrorCode.WEBHOOK_EVENT_UNKNOWN, sent.event().text()));
            }
            return WebhookView.Sent.of(sent.event().text());
        });
    }

    private void requireSending() {
        if (!configuration.send()) {
            throw new ApiException(ApiError.of(ErrorCode.WEBHOOKS_NOT_SENT));
        }
    }

    private Webhook webhook(Authentication caller, String id, String permission) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        return PathIds.find(
                id,
                WebhookId::parse,
                Thing.WEBHOOK,
                webhook -> webhooks.find(actor.tenant(), webhook)
                        .filter(found -> actor.sees(found.project(), permission)));
    }
}
