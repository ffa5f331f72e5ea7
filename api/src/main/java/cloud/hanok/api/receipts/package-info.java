/** Receipts for those they belong to, and the public side of the logs that prove them. */
@NullMarked
package cloud.hanok.api.receipts;

import org.jspecify.annotations.NullMarked;
