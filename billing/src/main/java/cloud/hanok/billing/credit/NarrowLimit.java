package cloud.hanok.billing.credit;

/**
 * A limit of a month's spending of a part of a tenant.
 *
 * @param scope a project, a key or a member
 * @param limitWon in won
 */
public record NarrowLimit(SpendScope scope, long limitWon) {}
