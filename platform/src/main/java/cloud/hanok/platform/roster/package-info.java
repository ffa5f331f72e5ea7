/** Which gateways there are, so that what is divided among them is divided once. */
@NullMarked
package cloud.hanok.platform.roster;

import org.jspecify.annotations.NullMarked;
