/** Engines that somebody else runs: which addresses may be connected to, and with which credential. */
@NullMarked
package cloud.hanok.cluster.endpoint;

import org.jspecify.annotations.NullMarked;
