package cloud.hanok.platform.journal;

import java.nio.file.Path;

/**
 * The half-written end of the last segment, never acknowledged to anyone, that was cut.
 *
 * @param file the segment
 * @param offset where the first incomplete record began
 * @param bytes how many bytes were cleared
 */
public record TornTail(Path file, long offset, long bytes) {}
