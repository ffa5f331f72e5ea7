package cloud.hanok.platform.id;

/**
 * Names a tenant: an organisation.
 *
 * @param ulid the unique part
 */
public record TenantId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "ten_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static TenantId parse(String text) {
        return new TenantId(Id.parse(PREFIX, text));
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public String toString() {
        return text();
    }
}
