/** Work that is done again and again beside the requests. */
@NullMarked
package cloud.hanok.platform.turn;

import org.jspecify.annotations.NullMarked;
