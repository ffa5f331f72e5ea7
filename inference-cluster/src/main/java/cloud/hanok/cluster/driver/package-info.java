/** Drivers: what starts engines, or only points at one that somebody else runs. */
@NullMarked
package cloud.hanok.cluster.driver;

import org.jspecify.annotations.NullMarked;
