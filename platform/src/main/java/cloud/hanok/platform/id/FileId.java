package cloud.hanok.platform.id;

/** Names a file that a tenant keeps. It is written as OpenAI's are. */
public record FileId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "file-";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static FileId parse(String text) {
        return new FileId(Id.parse(PREFIX, text));
    }

    /** The file that an upload becomes. */
    public static FileId of(UploadId upload) {
        return new FileId(upload.ulid());
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
