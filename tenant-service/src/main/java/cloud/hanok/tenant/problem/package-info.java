/** What this room refuses. */
@NullMarked
package cloud.hanok.tenant.problem;

import org.jspecify.annotations.NullMarked;
