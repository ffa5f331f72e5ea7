package cloud.hanok.platform.envelope;

import cloud.hanok.platform.id.TenantId;

/** The key was destroyed to erase what it sealed; nothing is sealed with it again. */
public final class KeyDestroyedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyDestroyedException(TenantId tenant, DataClass dataClass) {
        super("the encryption key " + dataClass.label() + " of " + tenant + " was destroyed");
    }
}
