package cloud.hanok.tenant.key;

/**
 * What was done already for a key in memory, so that a use that calls for nothing costs a comparison. Races are
 * harmless: they do a thing twice.
 */
final class KeyUseMark {
    /** When its use was last noted, in Unix time. */
    volatile long notedMillis;

    /** Whether it was hashed by the current pepper. */
    volatile boolean rehashed;
}
