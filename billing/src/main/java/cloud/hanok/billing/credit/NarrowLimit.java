package cloud.hanok.billing.credit;

/**
 * A limit of a month's spending of a part of a tenant.
 *
 * @param scope a project or a key
 * @param limitWon in won
 */
public record NarrowLimit(SpendScope scope, long limitWon) {}
