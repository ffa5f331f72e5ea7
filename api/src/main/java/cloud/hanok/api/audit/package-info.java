/** Every change through this program is recorded before it is made, and can be read by whom it concerns. */
@NullMarked
package cloud.hanok.api.audit;

import org.jspecify.annotations.NullMarked;
