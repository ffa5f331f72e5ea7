package cloud.hanok.registry.store;

import java.nio.file.Path;

/**
 * Content that is kept.
 *
 * @param digest SHA-256 in lower-case hex
 * @param sizeBytes how much
 * @param file where; read only
 */
public record StoredObject(String digest, long sizeBytes, Path file) {}
