/** Batches: many requests in a file, answered when there is time. What they are and where they stand; whoever answers them is elsewhere. */
@NullMarked
package cloud.hanok.content.batch;

import org.jspecify.annotations.NullMarked;
