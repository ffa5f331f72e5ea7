/** Conversations that are kept, item by item. */
@NullMarked
package cloud.hanok.content.conversation;

import org.jspecify.annotations.NullMarked;
