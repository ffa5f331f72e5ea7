/** Keeps weights by the SHA-256 of their content. */
@NullMarked
package cloud.hanok.registry.store;

import org.jspecify.annotations.NullMarked;
