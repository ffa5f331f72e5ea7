package cloud.hanok.platform.id;

/**
 * Names a mail that was written.
 *
 * @param ulid the unique part
 */
public record MailId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "mail_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static MailId parse(String text) {
        return new MailId(Id.parse(PREFIX, text));
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
