/** How much a tenant may still spend, decided in memory before each call. */
@NullMarked
package cloud.hanok.billing.credit;

import org.jspecify.annotations.NullMarked;
