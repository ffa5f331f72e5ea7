/** Deployments: model versions offered under a name, and the loop that makes the world look like the record. */
@NullMarked
package cloud.hanok.cluster.deployment;

import org.jspecify.annotations.NullMarked;
