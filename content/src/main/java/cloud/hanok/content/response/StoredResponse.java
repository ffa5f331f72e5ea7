package cloud.hanok.content.response;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import java.util.List;

/**
 * A response as it is kept.
 *
 * @param project whose it is: to others of the tenant it is not there
 * @param before what it goes on from, the oldest first
 * @param input the items that were asked, a JSON array
 * @param output the response, a JSON object
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredResponse(ResponseId id, ProjectId project, List<ResponseId> before, byte[] input, byte[] output) {
    /** How many one can go on from: reading them all is still quick, and no model reads as far. */
    public static final int MOST_BEFORE = 500;

    /**
     * @throws IllegalArgumentException when it goes on from too many
     */
    public StoredResponse {
        if (before.size() > MOST_BEFORE) {
            throw new IllegalArgumentException("a response goes on from at most " + MOST_BEFORE + " others");
        }
        before = List.copyOf(before);
    }

    @Override
    public String toString() {
        return "StoredResponse[" + id + "]";
    }
}
