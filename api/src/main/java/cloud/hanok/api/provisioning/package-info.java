/** What takes several rooms, in order. */
@NullMarked
package cloud.hanok.api.provisioning;

import org.jspecify.annotations.NullMarked;
