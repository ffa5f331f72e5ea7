/** Where bytes lie that are too many for rows: objects, sealed before they leave the process. */
@NullMarked
package cloud.hanok.content.object;

import org.jspecify.annotations.NullMarked;
