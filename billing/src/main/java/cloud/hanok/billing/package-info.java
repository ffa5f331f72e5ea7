/** How much: what can go wrong when usage is priced, reported or invoiced. */
@NullMarked
package cloud.hanok.billing;

import org.jspecify.annotations.NullMarked;
