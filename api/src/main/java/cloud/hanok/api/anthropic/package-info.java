/** Anthropic's wire form: its requests as a chat in OpenAI's form, which engines take, and their answers as its messages. */
@NullMarked
package cloud.hanok.api.anthropic;

import org.jspecify.annotations.NullMarked;
