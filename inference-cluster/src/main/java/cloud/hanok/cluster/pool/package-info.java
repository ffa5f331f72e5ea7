/** For whom engines compute. */
@NullMarked
package cloud.hanok.cluster.pool;

import org.jspecify.annotations.NullMarked;
