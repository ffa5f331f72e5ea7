/** Tests of the journal. */
@NullMarked
package cloud.hanok.platform.journal;

import org.jspecify.annotations.NullMarked;
