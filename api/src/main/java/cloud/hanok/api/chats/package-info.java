/** Chat completions that are kept. */
@NullMarked
package cloud.hanok.api.chats;

import org.jspecify.annotations.NullMarked;
