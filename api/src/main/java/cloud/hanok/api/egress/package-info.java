/** Calls to addresses that strangers name: to the public internet only, and never to what stands behind our walls. */
@NullMarked
package cloud.hanok.api.egress;

import org.jspecify.annotations.NullMarked;
