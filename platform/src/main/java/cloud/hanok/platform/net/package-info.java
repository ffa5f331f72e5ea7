/** Addresses, and which of them are anybody's. */
@NullMarked
package cloud.hanok.platform.net;

import org.jspecify.annotations.NullMarked;
