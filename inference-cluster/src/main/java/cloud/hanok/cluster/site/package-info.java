/** Sites: data centres with a jurisdiction and an operator. */
@NullMarked
package cloud.hanok.cluster.site;

import org.jspecify.annotations.NullMarked;
