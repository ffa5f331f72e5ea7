package cloud.hanok.platform.envelope;

import cloud.hanok.platform.id.TenantId;
import java.util.Optional;

/**
 * A table whose values can be sealed again under the data key of the day, so that a re-wrap reaches not only the keys
 * but what they sealed. Rooms hand theirs to {@link Rewrapper}.
 */
public interface SealedTable {
    /** Its name, stored while a re-wrap is under way. */
    String name();

    /** The class its values are of. */
    DataClass dataClass();

    /**
     * Opens and seals again a few values. May be called again with the same cursor after a crash: what it does twice
     * changes nothing.
     *
     * @param after where the part before ended, empty at the beginning
     */
    Step reseal(TenantId tenant, String after);

    /**
     * What a call did.
     *
     * @param resealed values
     * @param next where to go on, empty when there is no more
     */
    record Step(int resealed, Optional<String> next) {}
}
