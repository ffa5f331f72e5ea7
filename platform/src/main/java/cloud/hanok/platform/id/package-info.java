/** Identifiers: ULIDs with a prefix that says what they name. */
@NullMarked
package cloud.hanok.platform.id;

import org.jspecify.annotations.NullMarked;
