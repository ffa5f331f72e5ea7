/** Servers as child processes: remembered ports, state on disk, start, health, stop, recovery. */
@NullMarked
package cloud.hanok.standalone.process;

import org.jspecify.annotations.NullMarked;
