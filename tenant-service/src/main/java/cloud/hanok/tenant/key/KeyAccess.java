package cloud.hanok.tenant.key;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a key may do more than look. The name is stored: rename none. */
public enum KeyAccess {
    /** Only {@code GET} and {@code HEAD}. */
    READ,
    /** Everything its role may. */
    READ_WRITE;

    /** Both, for people. */
    public static final String CHOICES = "read, read_write";

    /** As it is sent. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is sent so. */
    public static Optional<KeyAccess> of(String wire) {
        return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }
}
