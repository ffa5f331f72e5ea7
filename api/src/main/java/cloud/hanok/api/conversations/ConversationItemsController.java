package cloud.hanok.api.conversations;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.openai.Fields;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.responses.GivenItems;
import cloud.hanok.api.responses.ItemList.Order;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.content.conversation.Conversation;
import cloud.hanok.content.conversation.ConversationTooLongException;
import cloud.hanok.content.conversation.Conversations;
import cloud.hanok.content.conversation.Item;
import cloud.hanok.content.conversation.ItemPage;
import cloud.hanok.content.conversation.ItemQuery;
import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was said in a conversation, item by item. */
@Controller("/v1/conversations/{id}/items")
public final class ConversationItemsController {
    private final Conversations conversations;
    private final Ulids ulids;
    private final Audit audit;

    ConversationItemsController(Conversations conversations, Ulids ulids, Audit audit) {
        this.conversations = conversations;
        this.ulids = ulids;
        this.audit = audit;
    }

    /** Adds items at its end, all or none. */
    @Secured(Permissions.RESPONSES_WRITE)
    @Post
    public byte[] add(Authentication caller, String id, @Body byte[] body) {
        Conversation conversation = kept(caller, id, Permissions.RESPONSES_WRITE);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        Ulid source = ulids.next();
        List<Item> items = GivenItems.of(Fields.of(body), source);
        if (items.isEmpty()) {
            throw Refusals.missing("items");
        }
        var changed = new ChangedItems(conversation.id().text());
        audit.changed(AuditType.CONVERSATION_ITEM_ADDED, Whose.of(tenant, conversation.project()), changed, () -> {
            try {
                conversations.add(tenant, conversation.id(), source, items, Conversations.MOST_ITEMS);
            } catch (ConversationTooLongException full) {
                throw new ApiException(
                        ApiError.of(
                                ErrorCode.CONVERSATION_TOO_LONG,
                                conversation.id().text(),
                                Integer.toString(Conversations.MOST_ITEMS)),
                        full);
            }
            return changed;
        });
        return ItemsJson.list(new ItemPage(items, false));
    }

    /** Its items, the newest first unless it is said otherwise. */
    @Secured(Permissions.RESPONSES_READ)
    @Get
    public byte[] list(
            Authentication caller,
            String id,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String order) {
        Conversation conversation = kept(caller, id, Permissions.RESPONSES_READ);
        PageQuery page = PageQuery.of(after, limit);
        var query = new ItemQuery(
                Optional.ofNullable(page.after()), page.limit(), Order.of(order, Order.DESC) == Order.DESC);
        return ItemsJson.list(conversations
                .list(Actor.ofTenant(caller).tenant(), conversation.id(), query)
                .orElseThrow(PageQuery::unknownCursor));
    }

    /** One item. */
    @Secured(Permissions.RESPONSES_READ)
    @Get("/{item}")
    public byte[] find(Authentication caller, String id, String item) {
        Conversation conversation = kept(caller, id, Permissions.RESPONSES_READ);
        return item(caller, conversation, item).json();
    }

    /** Deletes one item; what is left is the conversation. */
    @Secured(Permissions.RESPONSES_WRITE)
    @Delete("/{item}")
    public byte[] delete(Authentication caller, String id, String item) {
        Conversation conversation = kept(caller, id, Permissions.RESPONSES_WRITE);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        String deleted = item(caller, conversation, item).id();
        audit.removed(
                AuditType.CONVERSATION_ITEM_DELETED,
                Whose.of(tenant, conversation.project()),
                new ChangedItems(deleted),
                () -> conversations.deleteItem(tenant, conversation.id(), deleted));
        return ConversationJson.of(conversation);
    }

    /** What was changed; the audit log has no word of it. */
    record ChangedItems(String id) implements Audited {}

    private Item item(Authentication caller, Conversation of, String item) {
        return conversations
                .item(Actor.ofTenant(caller).tenant(), of.id(), item)
                .orElseThrow(() -> Thing.CONVERSATION_ITEM.unknown(item));
    }

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
