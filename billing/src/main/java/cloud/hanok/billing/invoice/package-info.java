/** What a tenant would be invoiced for a month. */
@NullMarked
package cloud.hanok.billing.invoice;

import org.jspecify.annotations.NullMarked;
