/** The loop that makes engines and the directory look like what is recorded. */
@NullMarked
package cloud.hanok.cluster.control;

import org.jspecify.annotations.NullMarked;
