/** For how long what organizations keep is kept, as they say themselves. */
@NullMarked
package cloud.hanok.api.retention;

import org.jspecify.annotations.NullMarked;
