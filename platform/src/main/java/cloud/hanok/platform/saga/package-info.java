/**
 * Changes that touch several systems: ordered steps, each with its undo, that are carried to the end, or taken back, whatever
 * dies on the way.
 */
@NullMarked
package cloud.hanok.platform.saga;

import org.jspecify.annotations.NullMarked;
