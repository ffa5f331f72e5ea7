/** Receipts as an outsider checks them. */
@NullMarked
package cloud.hanok.api.receipt;

import org.jspecify.annotations.NullMarked;
