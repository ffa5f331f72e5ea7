/** What the command line shows: the only place that writes to standard output. */
@NullMarked
package cloud.hanok.standalone.screen;

import org.jspecify.annotations.NullMarked;
