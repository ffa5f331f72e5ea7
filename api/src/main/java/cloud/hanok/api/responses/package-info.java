/** OpenAI's Responses: items as a chat that engines take, answers as items, and those that are kept. */
@NullMarked
package cloud.hanok.api.responses;

import org.jspecify.annotations.NullMarked;
