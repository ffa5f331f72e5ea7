/** Batches, as OpenAI's API has them: many requests in a file, answered when there is time, by the byte path of any request. */
@NullMarked
package cloud.hanok.api.batches;

import org.jspecify.annotations.NullMarked;
