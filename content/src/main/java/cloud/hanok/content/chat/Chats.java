package cloud.hanok.content.chat;

import cloud.hanok.platform.id.ChatCompletionId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.util.Map;
import java.util.Optional;

/**
 * Where chat completions are kept. One that was deleted, has outlived its retention, or was erased with its tenant's key is not there.
 *
 * <p>Every method blocks, and throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} or {@link
 * cloud.hanok.platform.vault.VaultUnavailableException} when it could not be done; where it writes, it may have been done
 * all the same.
 */
public interface Chats {
    /** How many a list looks at for one page: more are looked at from where it ended. */
    int MOST_LOOKED_AT = 10_000;

    /** Of a page's completions together, in bytes: one that goes beyond it is its last. */
    long MOST_PAGE_BYTES = 8L << 20;

    /**
     * Keeps one, for as long as its tenant keeps chat completions. Once this returned it is found and listed, whole.
     *
     * @param messages that were asked, a JSON array
     * @return false where the tenant keeps none
     */
    boolean keep(TenantId tenant, StoredChat chat, byte[] messages);

    /** One of a tenant. */
    Optional<StoredChat> find(TenantId tenant, ChatCompletionId id);

    /** What was asked of it, a JSON array. */
    Optional<byte[]> messages(TenantId tenant, ChatCompletionId id);

    /** Those of a project that a query asks for. */
    ChatPage list(TenantId tenant, ProjectId project, ChatQuery query);

    /** Says something else of one; empty where there is none any more. */
    Optional<StoredChat> describe(TenantId tenant, ChatCompletionId id, Map<String, String> metadata);

    /** Deletes one, with all that is kept of it; nothing where there is none. */
    void delete(TenantId tenant, ProjectId project, ChatCompletionId id);
}
