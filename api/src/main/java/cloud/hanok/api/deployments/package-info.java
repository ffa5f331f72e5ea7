/** The operator's view of deployments. */
@NullMarked
package cloud.hanok.api.deployments;

import org.jspecify.annotations.NullMarked;
