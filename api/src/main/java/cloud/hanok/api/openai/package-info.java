/** OpenAI's wire form: reading requests of clients, and what a client may ask beside inference. */
@NullMarked
package cloud.hanok.api.openai;

import org.jspecify.annotations.NullMarked;
