/** Nodes: the machines that engines run on, as they describe themselves. */
@NullMarked
package cloud.hanok.cluster.node;

import org.jspecify.annotations.NullMarked;
