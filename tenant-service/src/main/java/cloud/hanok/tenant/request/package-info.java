/** What requests have in common: names and pages. */
@NullMarked
package cloud.hanok.tenant.request;

import org.jspecify.annotations.NullMarked;
