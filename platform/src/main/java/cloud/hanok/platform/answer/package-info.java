/**
 * Answers that are kept for whoever asks the same again with the same idempotency key: one request runs, all get its
 * answer, and it is paid once. Gateways use it for their clients, and whoever works off many requests after a crash can use
 * it the same way: {@link cloud.hanok.platform.answer.Answers} says how.
 */
@NullMarked
package cloud.hanok.platform.answer;

import org.jspecify.annotations.NullMarked;
