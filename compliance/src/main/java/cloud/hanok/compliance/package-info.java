/** Allowed or not, and the proof. */
@NullMarked
package cloud.hanok.compliance;

import org.jspecify.annotations.NullMarked;
