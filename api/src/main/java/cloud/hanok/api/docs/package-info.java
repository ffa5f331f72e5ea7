/** The contracts, served as they are committed, and a page that shows them. */
@NullMarked
package cloud.hanok.api.docs;

import org.jspecify.annotations.NullMarked;
