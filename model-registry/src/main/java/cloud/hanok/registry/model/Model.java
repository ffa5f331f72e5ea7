package cloud.hanok.registry.model;

import cloud.hanok.platform.id.ModelId;
import java.time.Instant;

/**
 * A family of versions. Immutable.
 *
 * @param id names it
 * @param name unique: {@code [a-z0-9][a-z0-9._-]{0,95}}
 * @param publisher who made it, as people write it
 * @param licence an SPDX identifier, or the licence's own name
 * @param createdAt when it was recorded
 */
public record Model(ModelId id, String name, String publisher, String licence, Instant createdAt) {}
