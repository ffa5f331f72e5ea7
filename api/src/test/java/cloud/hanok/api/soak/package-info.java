/** The control plane under steady mixed load: nothing grows that should not, and the bill stays right. */
@NullMarked
package cloud.hanok.api.soak;

import org.jspecify.annotations.NullMarked;
