package cloud.hanok.platform.claim;

import java.time.Instant;

/**
 * A name somebody has.
 *
 * @param name unique within its scope
 * @param holder the id that has it
 * @param since when it was claimed, by the claimer's clock
 */
public record NameClaim(String name, String holder, Instant since) {}
