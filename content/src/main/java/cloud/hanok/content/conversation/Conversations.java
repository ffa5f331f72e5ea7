package cloud.hanok.content.conversation;

import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where conversations are kept. One that was deleted, has outlived its retention, or was erased with its tenant's key is not there.
 *
 * <p>What is added at once stays together, whoever adds something else at the same moment, and comes after all that was there when its
 * adding began.
 *
 * <p>Every method blocks, and throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} or {@link
 * cloud.hanok.platform.vault.VaultUnavailableException} when it could not be done; where it writes, it may have been done
 * all the same.
 */
public interface Conversations {
    /** Items of one conversation: reading them all is still quick. What was answered is added beyond it all the same. */
    int MOST_ITEMS = 2_000;

    /**
     * Makes one without items.
     *
     * @throws cloud.hanok.content.value.NothingKeptException where the tenant keeps none
     */
    Conversation make(TenantId tenant, ProjectId project, Map<String, String> metadata);

    /** One of a tenant. */
    Optional<Conversation> find(TenantId tenant, ConversationId id);

    /** Says something else of one; empty where there is none any more. */
    Optional<Conversation> describe(TenantId tenant, ConversationId id, Map<String, String> metadata);

    /**
     * Adds items at its end. Nothing where there is no such conversation any more.
     *
     * @param source of the items: what has the same source is replaced
     * @param most items that it may have then
     * @throws ConversationTooLongException when it would have more
     */
    void add(TenantId tenant, ConversationId id, Ulid source, List<Item> items, int most);

    /**
     * All items, the oldest first.
     *
     * @param except a source whose items are left out
     * @param mostBytes of all of them together
     * @throws ConversationTooLongException when there are more than {@link #MOST_ITEMS}, or longer ones
     */
    List<Item> read(TenantId tenant, ConversationId id, Ulid except, long mostBytes);

    /** A page of items; empty where there is no item to begin after. */
    Optional<ItemPage> list(TenantId tenant, ConversationId id, ItemQuery query);

    /** One item. */
    Optional<Item> item(TenantId tenant, ConversationId id, String item);

    /** Deletes one item; nothing where there is none. */
    void deleteItem(TenantId tenant, ConversationId id, String item);

    /** Deletes one with all its items; nothing where there is none. */
    void delete(TenantId tenant, ConversationId id);
}
