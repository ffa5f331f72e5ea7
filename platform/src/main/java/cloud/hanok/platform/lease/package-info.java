/**
 * Shares of one budget in the memory of many gateways. A row says what each gateway was granted, and their sum is never
 * above what there is; a gateway spends from its grant in memory, asks for more before it runs out, and gives back what it
 * does not need. The pure part is {@link cloud.hanok.platform.lease.LeasePool}.
 */
@NullMarked
package cloud.hanok.platform.lease;

import org.jspecify.annotations.NullMarked;
