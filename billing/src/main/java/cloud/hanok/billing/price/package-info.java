/** The price book: what a token costs, from when, and what an answer cost. */
@NullMarked
package cloud.hanok.billing.price;

import org.jspecify.annotations.NullMarked;
