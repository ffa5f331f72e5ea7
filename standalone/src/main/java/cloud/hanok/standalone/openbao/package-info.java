/** A real OpenBao server as a child process. */
@NullMarked
package cloud.hanok.standalone.openbao;

import org.jspecify.annotations.NullMarked;
