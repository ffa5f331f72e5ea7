package cloud.hanok.api.responses;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.content.background.BackgroundResponse;
import cloud.hanok.content.background.Standing;
import cloud.hanok.content.response.Responses;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Responses that are kept: of a key's project, or of any that a member builds in. To anybody else they are not there. */
@Controller(GatewayRoutes.RESPONSES)
public final class ResponsesController {
    private final Responses responses;
    private final BackgroundRunner background;
    private final EventFeeds feeds;
    private final Audit audit;

    ResponsesController(Responses responses, BackgroundRunner background, EventFeeds feeds, Audit audit) {
        this.responses = responses;
        this.background = background;
        this.feeds = feeds;
        this.audit = audit;
    }

    /**
     * The response, byte for byte as its client got it; of one that is not answered yet, how it stands. With {@code stream} the events of
     * one that is answered in the background, those that are still to come among them.
     *
     * @param startingAfter the number of the last event that is not wanted
     */
    @Secured(Permissions.RESPONSES_READ)
    @Get("/{id}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM})
    public HttpResponse<?> find(
            Authentication caller,
            String id,
            @QueryValue @Nullable Boolean stream,
            @QueryValue("starting_after") @Nullable Long startingAfter) {
        Found found = found(caller, id, Permissions.RESPONSES_READ);
        if (!Boolean.TRUE.equals(stream)) {
            if (startingAfter != null) {
                throw Refusals.value(
                        "starting_after", "it is only allowed with stream=true", "stream=true 일 때만 사용할 수 있습니다");
            }
            MutableHttpResponse<byte[]> answer =
                    HttpResponse.ok(found.object(background)).contentType(MediaType.APPLICATION_JSON_TYPE);
            found.request().ifPresent(request -> answer.header("x-receipt-id", request.text()));
            return answer;
        }
        if (!found.streamed()) {
            throw new ApiException(ApiError.of(ErrorCode.RESPONSE_NOT_IN_BACKGROUND, id, ", stream: true")
                    .withParam("stream"));
        }
        long after = startingAfter == null ? -1 : Math.max(-1, startingAfter);
        return HttpResponse.ok(feeds.open(background.follow(found.tenant(), found.id(), after)))
                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE);
    }

    /** Ends one that is answered in the background, so that nothing more of it is computed. One that has ended stays as it is. */
    @Secured(Permissions.RESPONSES_WRITE)
    @Post("/{id}/cancel")
    public byte[] cancel(Authentication caller, String id) {
        Found found = found(caller, id, Permissions.RESPONSES_WRITE);
        if (found.standing() == null) {
            throw new ApiException(
                    ApiError.of(ErrorCode.RESPONSE_NOT_IN_BACKGROUND, id, "").withParam("response_id"));
        }
        var cancelled = new CancelledResponse(found.id().text());
        TenantId tenant = found.tenant();
        byte[][] object = new byte[1][];
        audit.removed(
                AuditType.RESPONSE_CANCELLED,
                Whose.of(tenant),
                cancelled,
                () -> object[0] = background.cancel(tenant, found.id()));
        return object[0];
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
        Found found = found(caller, id, Permissions.RESPONSES_READ);
        return ItemList.of(
                StoredItems.tree(found.input(background)),
                PageQuery.of(after, limit),
                ItemList.Order.of(order, ItemList.Order.DESC));
    }

    /** Deletes it, with all that is kept of it. Nothing can go on from it, nor from what went on from it. */
    @Secured(Permissions.RESPONSES_WRITE)
    @Delete("/{id}")
    public DeletedResponse delete(Authentication caller, String id) {
        Found found = found(caller, id, Permissions.RESPONSES_WRITE);
        TenantId tenant = found.tenant();
        var deleted = new DeletedResponse("response", found.id().text(), true);
        audit.removed(AuditType.RESPONSE_DELETED, Whose.of(tenant), deleted, () -> {
            if (found.standing() != null) {
                background.delete(tenant, found.id());
            }
            responses.delete(tenant, found.id());
        });
        return deleted;
    }

    /**
     * What is left of a response.
     *
     * @param object always {@code response}
     * @param deleted always true
     */
    public record DeletedResponse(String object, String id, boolean deleted) implements Audited {}

    /** A response that nobody wants any more. */
    record CancelledResponse(String id) implements Audited {}

    /**
     * One that its caller may see.
     *
     * @param kept its whole; null while it is not answered
     * @param standing null where it is not answered in the background
     */
    private record Found(
            TenantId tenant,
            ResponseId id,
            @Nullable StoredResponse kept,
            @Nullable Standing standing) {
        boolean streamed() {
            return standing != null && standing.streamed();
        }

        /** The request whose receipt is its receipt, where that is known. */
        Optional<RequestId> request() {
            return standing == null ? Optional.of(id.request()) : Optional.ofNullable(standing.by());
        }

        byte[] object(BackgroundRunner background) {
            return kept == null ? background.now(tenant, id) : kept.output();
        }

        byte[] input(BackgroundRunner background) {
            return kept == null
                    ? background
                            .find(tenant, id)
                            .map(BackgroundResponse::input)
                            .orElseThrow(() -> Thing.RESPONSE.missing(id))
                    : kept.input();
        }
    }

    private Found found(Authentication caller, String id, String permission) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        TenantId tenant = actor.tenant();
        return PathIds.find(id, ResponseId::parse, Thing.RESPONSE, response -> {
            Standing standing = background
                    .standing(tenant, response)
                    .filter(found -> actor.sees(found.project(), permission))
                    .orElse(null);
            StoredResponse kept = responses
                    .find(tenant, response)
                    .filter(found -> actor.sees(found.project(), permission))
                    .orElse(null);
            return standing == null && kept == null
                    ? Optional.empty()
                    : Optional.of(new Found(tenant, response, kept, standing));
        });
    }
}
