/** The room as tests build it. */
@NullMarked
package cloud.hanok.tenant;

import org.jspecify.annotations.NullMarked;
