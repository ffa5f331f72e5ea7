/** The console as people see it: a real browser at the whole program. */
@NullMarked
package cloud.hanok.api.browser;

import org.jspecify.annotations.NullMarked;
