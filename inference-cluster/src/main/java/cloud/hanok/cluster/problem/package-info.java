/** What can be wrong with a request about sites, nodes or deployments: a closed set with stable codes. */
@NullMarked
package cloud.hanok.cluster.problem;

import org.jspecify.annotations.NullMarked;
