package cloud.hanok.tenant.key;

import org.jspecify.annotations.Nullable;

/**
 * A key as its rows have it.
 *
 * @param pepperVersion which pepper the HMAC was made with
 * @param hmac what a presented key must give
 * @param restrictions what a use of it is measured by, or null for nothing
 * @param mark what was done for it since it was read
 */
record StoredKey(
        ApiKey key,
        int pepperVersion,
        byte[] hmac,
        @Nullable KeyRestrictions restrictions,
        KeyUseMark mark) {
    static StoredKey of(ApiKey key, int pepperVersion, byte[] hmac) {
        return new StoredKey(key, pepperVersion, hmac, KeyRestrictions.of(key), new KeyUseMark());
    }

    @Override
    public String toString() {
        return "StoredKey[" + key.id() + "]";
    }
}
