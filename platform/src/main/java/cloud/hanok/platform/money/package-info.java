/** Money is integer won; unit prices are integer nano-won, so that no sum is ever rounded twice. */
@NullMarked
package cloud.hanok.platform.money;

import org.jspecify.annotations.NullMarked;
