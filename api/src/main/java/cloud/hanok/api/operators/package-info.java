/** Who runs the platform. */
@NullMarked
package cloud.hanok.api.operators;

import org.jspecify.annotations.NullMarked;
