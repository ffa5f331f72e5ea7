/** What requests have in common: names, pages, idempotency keys. */
@NullMarked
package cloud.hanok.tenant.request;

import org.jspecify.annotations.NullMarked;
