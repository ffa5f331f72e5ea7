package cloud.hanok.content.file;

/**
 * Bounds of what tenants keep.
 *
 * @param mostFileBytes of a file that comes at once
 * @param quotaBytes of all files of a tenant, with the parts of its uploads
 */
public record FileSettings(long mostFileBytes, long quotaBytes, FileLives lives) {
    /** Of a part of an upload, as OpenAI's. */
    public static final long MOST_PART_BYTES = 64L << 20;

    /** Of an upload, as OpenAI's. */
    public static final long MOST_UPLOAD_BYTES = 8L << 30;

    /** Of an upload: a row each, read at once when it is completed. */
    public static final int MOST_PARTS = 10_000;

    /** Files and parts of a tenant: their sum is read whenever one is added. */
    public static final int MOST_OBJECTS = 100_000;
}
