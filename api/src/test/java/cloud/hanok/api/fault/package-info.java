/** The control plane, killed and cut off again and again: what its clients read is what is billed, once. */
@NullMarked
package cloud.hanok.api.fault;

import org.jspecify.annotations.NullMarked;
