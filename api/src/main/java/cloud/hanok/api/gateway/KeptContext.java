package cloud.hanok.api.gateway;

import cloud.hanok.content.response.StoredResponse;
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

    /**
     * Other responses of which items are only named.
     *
     * @param before the responses it goes on from, which name some too
     */
    Set<ResponseId> referenced(List<StoredResponse> before);

    /**
     * The request with all of it. May be called on an event loop when nothing had to be brought.
     *
     * @param before the responses it goes on from, the oldest first
     * @param referenced what is there of those it names items of
     * @throws cloud.hanok.api.error.ApiException when something is not there, or does not fit
     */
    InferenceRequest with(Caller caller, List<StoredResponse> before, Map<ResponseId, StoredResponse> referenced);
}
