/** The operator's view of data centres and machines. */
@NullMarked
package cloud.hanok.api.sites;

import org.jspecify.annotations.NullMarked;
