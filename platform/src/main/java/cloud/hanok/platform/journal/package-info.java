/** The gateway's journal of requests: OPEN, progress, SETTLE. */
@NullMarked
package cloud.hanok.platform.journal;

import org.jspecify.annotations.NullMarked;
