package cloud.hanok.cluster.deployment;

import java.nio.file.Path;

/**
 * Weights that lie on this machine.
 *
 * @param digest SHA-256 in lower-case hex
 * @param file where they lie; never changed while it exists
 * @param format of the file
 * @param architecture as the file's header names it: {@code qwen2}
 */
public record StoredArtifact(String digest, Path file, ArtifactFormat format, String architecture) {}
