/** What the gateway asks on its event loop: which deployments serve now, and through which engines. */
@NullMarked
package cloud.hanok.cluster.serving;

import org.jspecify.annotations.NullMarked;
