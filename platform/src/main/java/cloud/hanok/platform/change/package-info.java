/**
 * Freshness: what the request path needs is in memory, and a change table says what to read again.
 *
 * <p>Order of a change: entity row acknowledged, change row acknowledged, caller answered.
 */
@NullMarked
package cloud.hanok.platform.change;

import org.jspecify.annotations.NullMarked;
