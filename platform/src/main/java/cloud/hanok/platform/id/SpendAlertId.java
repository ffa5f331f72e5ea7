package cloud.hanok.platform.id;

/**
 * Names an alert of what is spent.
 *
 * @param ulid the unique part
 */
public record SpendAlertId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "alert_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static SpendAlertId parse(String text) {
        return new SpendAlertId(Id.parse(PREFIX, text));
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
