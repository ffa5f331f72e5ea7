/** Tenants are made whole, or not at all, whatever breaks. */
@NullMarked
package cloud.hanok.api.provisioning;

import org.jspecify.annotations.NullMarked;
