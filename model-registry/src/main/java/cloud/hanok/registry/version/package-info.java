/** Versions of models: immutable, stored here by content or declared to be served by somebody else's engine. */
@NullMarked
package cloud.hanok.registry.version;

import org.jspecify.annotations.NullMarked;
