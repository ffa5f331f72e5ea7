/** Where a tenant's requests may be computed. */
@NullMarked
package cloud.hanok.compliance.residency;

import org.jspecify.annotations.NullMarked;
