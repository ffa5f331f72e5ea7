package cloud.hanok.platform.id;

/**
 * Names a site: a data centre with a jurisdiction and an operator.
 *
 * @param ulid the unique part
 */
public record SiteId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "site_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static SiteId parse(String text) {
        return new SiteId(Id.parse(PREFIX, text));
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
