package cloud.hanok.api.conversations;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.files.AskedProject;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.openai.Fields;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.responses.GivenItems;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.content.conversation.Conversation;
import cloud.hanok.content.conversation.Conversations;
import cloud.hanok.content.conversation.Item;
import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.List;
import java.util.Map;

/** Conversations: of a key's project, or of one that a member builds in. To anybody else they are not there. */
@Controller("/v1/conversations")
public final class ConversationsController {
    private static final String METADATA = "metadata";

    private final Conversations conversations;
    private final AskedProject projects;
    private final Ulids ulids;
    private final Audit audit;

    ConversationsController(Conversations conversations, AskedProject projects, Ulids ulids, Audit audit) {
        this.conversations = conversations;
        this.projects = projects;
        this.ulids = ulids;
        this.audit = audit;
    }

    /** Makes one, with its first items where there are some. */
    @Secured(Permissions.RESPONSES_WRITE)
    @Post
    public byte[] create(Authentication caller, HttpRequest<?> request, @Body byte[] body) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        TenantId tenant = actor.tenant();
        ProjectId project = projects.of(actor, request, Permissions.RESPONSES_WRITE);
        Fields asked = Fields.of(body);
        Map<String, String> metadata = asked.metadata(METADATA).pairs();
        Ulid source = ulids.next();
        List<Item> items = GivenItems.of(asked, source);
        Conversation[] made = new Conversation[1];
        audit.made(AuditType.CONVERSATION_CREATED, Whose.of(tenant, project), () -> {
            made[0] = conversations.make(tenant, project, metadata);
            conversations.add(tenant, made[0].id(), source, items, Conversations.MOST_ITEMS);
            return new ChangedConversation(made[0].id().text());
        });
        return ConversationJson.of(made[0]);
    }

    /** One, without its items. */
    @Secured(Permissions.RESPONSES_READ)
    @Get("/{id}")
    public byte[] find(Authentication caller, String id) {
        return ConversationJson.of(kept(caller, id, Permissions.RESPONSES_READ));
    }

    /** Says something else about one. */
    @Secured(Permissions.RESPONSES_WRITE)
    @Post("/{id}")
    public byte[] update(Authentication caller, String id, @Body byte[] body) {
        Conversation before = kept(caller, id, Permissions.RESPONSES_WRITE);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        Fields asked = Fields.of(body);
        if (!asked.node().has(METADATA)) {
            throw Refusals.missing(METADATA);
        }
        Map<String, String> metadata = asked.metadata(METADATA).pairs();
        Conversation[] changed = new Conversation[1];
        var change = new ChangedConversation(before.id().text());
        audit.changed(AuditType.CONVERSATION_UPDATED, Whose.of(tenant, before.project()), change, () -> {
            changed[0] = conversations
                    .describe(tenant, before.id(), metadata)
                    .orElseThrow(() -> Thing.CONVERSATION.missing(before.id()));
            return change;
        });
        return ConversationJson.of(changed[0]);
    }

    /** Deletes one with all its items. Responses that were of it stay. */
    @Secured(Permissions.RESPONSES_WRITE)
    @Delete("/{id}")
    public DeletedConversation delete(Authentication caller, String id) {
        Conversation conversation = kept(caller, id, Permissions.RESPONSES_WRITE);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        audit.removed(
                AuditType.CONVERSATION_DELETED,
                Whose.of(tenant, conversation.project()),
                new ChangedConversation(conversation.id().text()),
                () -> conversations.delete(tenant, conversation.id()));
        return new DeletedConversation(conversation.id().text(), "conversation.deleted", true);
    }

    /**
     * What is left of a conversation.
     *
     * @param object always {@code conversation.deleted}
     * @param deleted always true
     */
    public record DeletedConversation(String id, String object, boolean deleted) {}

    /** One that was changed; the audit log has none of its words. */
    record ChangedConversation(String id) implements Audited {}

    private Conversation kept(Authentication caller, String id, String permission) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        return PathIds.find(
                id,
                ConversationId::parse,
                Thing.CONVERSATION,
                each -> conversations
                        .find(actor.tenant(), each)
                        .filter(kept -> actor.sees(kept.project(), permission)));
    }
}
