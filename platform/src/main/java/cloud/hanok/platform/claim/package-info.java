/** Names that only one may have at a time, decided by lightweight transactions. */
@NullMarked
package cloud.hanok.platform.claim;

import org.jspecify.annotations.NullMarked;
