package cloud.hanok.platform.lease;

/**
 * How a kind of budget is leased.
 *
 * @param leaseMillis how long a grant lasts without being renewed; 0: it lasts, also beyond its gateway's death
 * @param keepSeconds after which an untouched row is gone; 0: never
 * @param patienceMillis how long a request that does not fit waits for what other gateways may give back
 * @param idleMillis after how long without use a gateway gives back what it does not hold
 * @param counted whether what was spent is recorded elsewhere, so that what a dead gateway spent can be counted there
 */
public record LeaseTerms(long leaseMillis, int keepSeconds, long patienceMillis, long idleMillis, boolean counted) {}
