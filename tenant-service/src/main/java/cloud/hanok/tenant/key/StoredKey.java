package cloud.hanok.tenant.key;

/**
 * A key as its row has it.
 *
 * @param pepperVersion which pepper the HMAC was made with
 * @param hmac what a presented key must give
 */
record StoredKey(ApiKey key, int pepperVersion, byte[] hmac) {
    @Override
    public String toString() {
        return "StoredKey[" + key.id() + "]";
    }
}
