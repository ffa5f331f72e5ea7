/** Values that must never be printed. */
@NullMarked
package cloud.hanok.platform.secret;

import org.jspecify.annotations.NullMarked;
