package cloud.hanok.api.gateway;

import cloud.hanok.platform.id.ResponseId;
import java.util.List;

/**
 * What is answered at once of a request whose answer comes in the background, and what is needed to answer it later.
 *
 * @param id of the response
 * @param streamed whether its events are kept, and sent to whoever asks
 * @param before what it goes on from, the oldest first
 * @param input the items that are asked, a JSON array
 * @param begun the response before anything is answered, a JSON object
 * @param events the first of its stream; empty where it has none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Deferred(
        ResponseId id, boolean streamed, List<ResponseId> before, byte[] input, byte[] begun, byte[] events) {
    @Override
    public String toString() {
        return "Deferred[" + id + "]";
    }
}
