/** Values of any length as sealed rows. */
@NullMarked
package cloud.hanok.content.value;

import org.jspecify.annotations.NullMarked;
