/** Limits of a tenant, its projects and its keys: what was set, and how rates are kept by many gateways. */
@NullMarked
package cloud.hanok.tenant.limit;

import org.jspecify.annotations.NullMarked;
