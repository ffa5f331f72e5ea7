/** Models: families of versions, by one publisher under one licence. */
@NullMarked
package cloud.hanok.registry.model;

import org.jspecify.annotations.NullMarked;
