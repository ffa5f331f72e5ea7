/** Chat completions that are kept, so that they can be had again. */
@NullMarked
package cloud.hanok.content.chat;

import org.jspecify.annotations.NullMarked;
