package cloud.hanok.platform.id;

/**
 * Names a code by which a company may sign up; it is public, its secret is not.
 *
 * @param ulid the unique part
 */
public record SignupCodeId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "suc_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static SignupCodeId parse(String text) {
        return new SignupCodeId(Id.parse(PREFIX, text));
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
