package cloud.hanok.content.background;

import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import java.util.List;

/**
 * A response that is to be answered in the background.
 *
 * @param project whose it is
 * @param caller who asked, and is judged again when it is answered
 * @param language of its errors, as {@code Accept-Language} names it
 * @param streamed whether its events are kept too
 * @param before what it goes on from, the oldest first
 * @param body the request, byte for byte
 * @param input the items that were asked, a JSON array
 * @param begun the response as it is before anything is answered, a JSON object
 */
@SuppressWarnings("ArrayRecordComponent")
public record BackgroundResponse(
        ResponseId id,
        ProjectId project,
        CallerId caller,
        String language,
        boolean streamed,
        List<ResponseId> before,
        byte[] body,
        byte[] input,
        byte[] begun) {
    public BackgroundResponse {
        before = List.copyOf(before);
    }

    @Override
    public String toString() {
        return "BackgroundResponse[" + id + "]";
    }
}
