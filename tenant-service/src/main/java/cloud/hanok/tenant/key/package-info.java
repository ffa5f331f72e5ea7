/** API keys: how they look, what of them is stored, and who presents one. */
@NullMarked
package cloud.hanok.tenant.key;

import org.jspecify.annotations.NullMarked;
