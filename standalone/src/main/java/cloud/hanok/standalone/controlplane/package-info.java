/** The control plane as a child process. */
@NullMarked
package cloud.hanok.standalone.controlplane;

import org.jspecify.annotations.NullMarked;
