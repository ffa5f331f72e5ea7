package cloud.hanok.platform.id;

/** Names an upload: a file that comes in parts. */
public record UploadId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "upload_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static UploadId parse(String text) {
        return new UploadId(Id.parse(PREFIX, text));
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
