package cloud.hanok.api.responses;

import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.Ulid;
import java.util.Optional;

/**
 * Ids of items: what they are, the response they are of, and their place in it. So the response that has an item is found by the
 * item's id, without an index.
 */
final class ItemIds {
    static final String MESSAGE = "msg_";
    static final String REASONING = "rs_";
    static final String CALL = "fc_";
    static final String CALL_OUTPUT = "fco_";

    /** Of one that was asked: after all that are answered. */
    private static final int FIRST_OF_INPUT = 0x10_0000;

    private static final int PLACE_DIGITS = 6;

    private ItemIds() {}

    /** Of an item that is answered. */
    static String output(String prefix, ResponseId response, int place) {
        return "%s%s%06x".formatted(prefix, response.ulid(), place);
    }

    /** Of an item that is asked. */
    static String input(String prefix, ResponseId response, int place) {
        return output(prefix, response, FIRST_OF_INPUT + place);
    }

    /** The response that an item is of; empty for an id that is none of ours. */
    static Optional<ResponseId> responseOf(String id) {
        int ulid = id.indexOf('_') + 1;
        int end = ulid + Ulid.TEXT_LENGTH;
        if (ulid == 0 || id.length() != end + PLACE_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ResponseId(Ulid.parse(id.substring(ulid, end))));
        } catch (IllegalArgumentException noUlid) {
            return Optional.empty();
        }
    }
}
