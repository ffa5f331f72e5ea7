package cloud.hanok.registry.version;

/**
 * How far an import is.
 *
 * @param copiedBytes so far
 * @param totalBytes of the file
 */
public record ImportProgress(long copiedBytes, long totalBytes) {}
