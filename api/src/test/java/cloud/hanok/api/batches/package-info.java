@NullMarked
package cloud.hanok.api.batches;

import org.jspecify.annotations.NullMarked;
