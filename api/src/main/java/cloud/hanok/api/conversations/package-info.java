/** Conversations that are kept. */
@NullMarked
package cloud.hanok.api.conversations;

import org.jspecify.annotations.NullMarked;
