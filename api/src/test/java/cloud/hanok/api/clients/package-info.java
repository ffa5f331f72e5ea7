/** The official clients of other people against the whole program: what each of them can do here, and what it cannot. */
@NullMarked
package cloud.hanok.api.clients;

import org.jspecify.annotations.NullMarked;
