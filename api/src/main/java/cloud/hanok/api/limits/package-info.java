/** Limits as people set and read them: the tenant's own, and the operator's ceilings above them. */
@NullMarked
package cloud.hanok.api.limits;

import org.jspecify.annotations.NullMarked;
