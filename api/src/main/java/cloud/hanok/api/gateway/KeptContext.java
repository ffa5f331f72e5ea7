package cloud.hanok.api.gateway;

import cloud.hanok.content.conversation.Item;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.tenant.key.Caller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request refers to that is kept for its tenant, and has to be brought before anything else is looked at. */
public interface KeptContext {
    /** The response that it goes on from, or null. */
    @Nullable
    ResponseId previous();

    /** The conversation that it is of, or null. */
    @Nullable
    ConversationId conversation();

    /** Names its answer. */
    ResponseId id();

    /** Whether it refers to nothing: then {@link #with} brings nothing, and may be called on an event loop. */
    boolean isEmpty();

    /** Brings responses of which items are only named; those that are there. May block. */
    @FunctionalInterface
    interface Others {
        /** Those of the caller's project. */
        Map<ResponseId, StoredResponse> find(Set<ResponseId> ids);
    }

    /**
     * The request with all of it.
     *
     * @param asked the request as it was read
     * @param before the responses it goes on from, the oldest first
     * @param said the items of its conversation, the oldest first
     * @throws cloud.hanok.api.error.ApiException when something is not there, or does not fit
     */
    InferenceRequest with(
            InferenceRequest asked, Caller caller, List<StoredResponse> before, List<Item> said, Others others);
}
