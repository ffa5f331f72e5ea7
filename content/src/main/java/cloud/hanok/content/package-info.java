/** What tenants keep here of their work with models, sealed with their own key, for as long as they want and no longer. */
@NullMarked
package cloud.hanok.content;

import org.jspecify.annotations.NullMarked;
