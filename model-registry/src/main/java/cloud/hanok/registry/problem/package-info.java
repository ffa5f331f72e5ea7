/** What can be wrong with a request to the registry: a closed set with stable codes. */
@NullMarked
package cloud.hanok.registry.problem;

import org.jspecify.annotations.NullMarked;
