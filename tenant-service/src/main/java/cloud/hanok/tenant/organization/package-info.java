/** Tenants: organisations that use the cloud. */
@NullMarked
package cloud.hanok.tenant.organization;

import org.jspecify.annotations.NullMarked;
