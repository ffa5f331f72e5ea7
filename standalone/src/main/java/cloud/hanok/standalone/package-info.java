/** The real dependencies as child processes on one machine, for {@code ./hanok} and for tests, with the same code. */
@NullMarked
package cloud.hanok.standalone;

import org.jspecify.annotations.NullMarked;
