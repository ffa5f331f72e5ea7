/** The console's own backend: signs people in, keeps their tokens, and lets their browsers ask with nothing but a cookie. */
@NullMarked
package cloud.hanok.api.console;

import org.jspecify.annotations.NullMarked;
