/** What a tenant's administrator asks: usage, costs and the running month's invoice. */
@NullMarked
package cloud.hanok.api.organization;

import org.jspecify.annotations.NullMarked;
