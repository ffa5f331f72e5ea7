/** What every answer of the control plane shares: its id, its errors, the order of filters, lists and bodies. */
@NullMarked
package cloud.hanok.api.http;

import org.jspecify.annotations.NullMarked;
