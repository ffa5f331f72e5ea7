package cloud.hanok.platform.id;

/**
 * Names a deployment: a model version offered under a name.
 *
 * @param ulid the unique part
 */
public record DeploymentId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "dep_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static DeploymentId parse(String text) {
        return new DeploymentId(Id.parse(PREFIX, text));
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
