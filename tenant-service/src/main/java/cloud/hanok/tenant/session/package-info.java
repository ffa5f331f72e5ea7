/** Who is signed in to the console, and with which tokens; browsers hold a random number and nothing else. */
@NullMarked
package cloud.hanok.tenant.session;

import org.jspecify.annotations.NullMarked;
