/** An engine that does what a script says, for tests of faults and for benches: known counts, no model. */
@NullMarked
package cloud.hanok.api.scripted;

import org.jspecify.annotations.NullMarked;
