package cloud.hanok.api.chats;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.files.AskedProject;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.openai.Fields;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.responses.ItemList;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.content.chat.ChatPage;
import cloud.hanok.content.chat.Chats;
import cloud.hanok.content.chat.StoredChat;
import cloud.hanok.platform.id.ChatCompletionId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chat completions that are kept: of a key's project, or of one that a member builds in. To anybody else they are not there. */
@Controller(GatewayRoutes.CHAT_COMPLETIONS)
public final class ChatCompletionsController {
    private static final String METADATA = "metadata";

    private final Chats chats;
    private final AskedProject projects;
    private final Audit audit;

    ChatCompletionsController(Chats chats, AskedProject projects, Audit audit) {
        this.chats = chats;
        this.projects = projects;
        this.audit = audit;
    }

    /**
     * Those of a project, the oldest first unless it is said otherwise.
     *
     * @param model that answered
     */
    @Secured(Permissions.RESPONSES_READ)
    @Get
    public byte[] list(
            Authentication caller,
            HttpRequest<?> request,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String order,
            @QueryValue @Nullable String model) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        ProjectId project = projects.of(actor, request, Permissions.RESPONSES_READ);
        ChatPage page = chats.list(
                actor.tenant(), project, ChatQueries.of(after, limit, order, model, request.getParameters()));
        if (page.chats().isEmpty()) {
            page.searchedTo().ifPresent(last -> {
                throw new ApiException(ApiError.of(ErrorCode.SEARCH_TOO_LONG, last.text()));
            });
        }
        return ChatJson.list(page);
    }

    /** One, as its client got it, or as the chunks that its client got add up to; and what the client says about it. */
    @Secured(Permissions.RESPONSES_READ)
    @Get("/{id}")
    public HttpResponse<byte[]> find(Authentication caller, String id) {
        StoredChat chat = kept(caller, id, Permissions.RESPONSES_READ);
        return HttpResponse.ok(ChatJson.of(chat))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header("x-receipt-id", chat.id().request().text());
    }

    /** The messages that were asked, the oldest first unless it is said otherwise. */
    @Secured(Permissions.RESPONSES_READ)
    @Get("/{id}/messages")
    public byte[] messages(
            Authentication caller,
            String id,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String order) {
        StoredChat chat = kept(caller, id, Permissions.RESPONSES_READ);
        byte[] asked = chats.messages(Actor.ofTenant(caller).tenant(), chat.id())
                .orElseThrow(() -> Thing.CHAT_COMPLETION.missing(chat.id()));
        return ItemList.of(
                ChatMessages.of(chat.id(), asked),
                PageQuery.of(after, limit),
                ItemList.Order.of(order, ItemList.Order.ASC));
    }

    /** Says something else about one; nothing else of it can be changed. */
    @Secured(Permissions.RESPONSES_WRITE)
    @Post("/{id}")
    public byte[] update(Authentication caller, String id, @Body byte[] body) {
        StoredChat chat = kept(caller, id, Permissions.RESPONSES_WRITE);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        Fields asked = Fields.of(body);
        if (!asked.node().has(METADATA)) {
            throw Refusals.missing(METADATA);
        }
        Map<String, String> metadata = asked.metadata(METADATA).pairs();
        StoredChat[] changed = new StoredChat[1];
        var change = new ChangedChat(chat.id().text());
        audit.changed(AuditType.CHAT_COMPLETION_UPDATED, Whose.of(tenant, chat.project()), change, () -> {
            changed[0] = chats.describe(tenant, chat.id(), metadata)
                    .orElseThrow(() -> Thing.CHAT_COMPLETION.missing(chat.id()));
            return change;
        });
        return ChatJson.of(changed[0]);
    }

    /** Deletes it, with all that is kept of it. */
    @Secured(Permissions.RESPONSES_WRITE)
    @Delete("/{id}")
    public DeletedChat delete(Authentication caller, String id) {
        StoredChat chat = kept(caller, id, Permissions.RESPONSES_WRITE);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        audit.removed(
                AuditType.CHAT_COMPLETION_DELETED,
                Whose.of(tenant, chat.project()),
                new ChangedChat(chat.id().text()),
                () -> chats.delete(tenant, chat.project(), chat.id()));
        return new DeletedChat("chat.completion.deleted", chat.id().text(), true);
    }

    /**
     * What is left of a chat completion.
     *
     * @param object always {@code chat.completion.deleted}
     * @param deleted always true
     */
    public record DeletedChat(String object, String id, boolean deleted) {}

    /** One that was changed; the audit log has none of its words. */
    record ChangedChat(String id) implements Audited {}

    private StoredChat kept(Authentication caller, String id, String permission) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        return PathIds.find(
                id,
                ChatCompletionId::parse,
                Thing.CHAT_COMPLETION,
                chat -> chats.find(actor.tenant(), chat).filter(kept -> actor.sees(kept.project(), permission)));
    }
}
