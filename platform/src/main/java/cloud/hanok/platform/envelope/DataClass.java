package cloud.hanok.platform.envelope;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A class of data that is encrypted, rotated and erased together, by a key of its own. The names are stored, and are
 * part of names of keys: rename none.
 */
public enum DataClass {
    /** Who people are and how they are reached: members, invitations, mail. */
    PEOPLE,
    /** What people and models wrote: prompts, answers, files. */
    CONTENT,
    /** Who did what: details of audit events. */
    AUDIT;

    /** Its name in addresses and in names of keys: {@code people}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The class of a label, empty when there is none. */
    public static Optional<DataClass> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst();
    }
}
