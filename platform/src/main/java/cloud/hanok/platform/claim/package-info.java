/**
 * What only one may have at a time, decided by lightweight transactions: names, and the first use of an idempotency key.
 */
@NullMarked
package cloud.hanok.platform.claim;

import org.jspecify.annotations.NullMarked;
