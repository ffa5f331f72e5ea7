package cloud.hanok.api.responses;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.content.response.Responses;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import org.jspecify.annotations.Nullable;

/** Responses that are kept: of a key's project, or of any that a member builds in. To anybody else they are not there. */
@Controller(GatewayRoutes.RESPONSES)
public final class ResponsesController {
    private final Responses responses;
    private final Audit audit;

    ResponsesController(Responses responses, Audit audit) {
        this.responses = responses;
        this.audit = audit;
    }

    /** The response, byte for byte as its client got it. */
    @Secured(Permissions.RESPONSES_READ)
    @Get("/{id}")
    public byte[] find(Authentication caller, String id, @QueryValue @Nullable Boolean stream) {
        StoredResponse kept = kept(caller, id, Permissions.RESPONSES_READ);
        if (Boolean.TRUE.equals(stream)) {
            throw Refusals.value(
                    "stream", "it was answered whole: ask without stream", "이미 완료된 응답입니다. stream 없이 요청해 주세요");
        }
        return kept.output();
    }

    /** The items that were asked of it, the newest first unless it is said otherwise. */
    @Secured(Permissions.RESPONSES_READ)
    @Get("/{id}/input_items")
    public byte[] inputItems(
            Authentication caller,
            String id,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String order) {
        StoredResponse kept = kept(caller, id, Permissions.RESPONSES_READ);
        return ItemList.of(StoredItems.of(kept).input(), PageQuery.of(after, limit), ItemList.Order.of(order));
    }

    /** Deletes it, with all that is kept of it. Nothing can go on from it, nor from what went on from it. */
    @Secured(Permissions.RESPONSES_WRITE)
    @Delete("/{id}")
    public DeletedResponse delete(Authentication caller, String id) {
        StoredResponse kept = kept(caller, id, Permissions.RESPONSES_WRITE);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        var deleted = new DeletedResponse("response", kept.id().text(), true);
        audit.removed(AuditType.RESPONSE_DELETED, Whose.of(tenant), deleted, () -> responses.delete(tenant, kept.id()));
        return deleted;
    }

    /**
     * What is left of a response.
     *
     * @param object always {@code response}
     * @param deleted always true
     */
    public record DeletedResponse(String object, String id, boolean deleted) implements Audited {}

    private StoredResponse kept(Authentication caller, String id, String permission) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        return PathIds.find(
                id,
                ResponseId::parse,
                Thing.RESPONSE,
                response -> responses
                        .find(actor.tenant(), response)
                        .filter(kept -> actor.sees(kept.project(), permission)));
    }
}
