/** Whether this process lives, and whether it may be given work, with the reasons when not. */
@NullMarked
package cloud.hanok.api.health;

import org.jspecify.annotations.NullMarked;
