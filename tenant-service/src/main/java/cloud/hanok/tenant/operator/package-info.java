/** People who run the platform, and what each of them may run. */
@NullMarked
package cloud.hanok.tenant.operator;

import org.jspecify.annotations.NullMarked;
