/** How a company comes to be a tenant by itself: its number, its consents, what only one may have, and what is kept of it. */
@NullMarked
package cloud.hanok.tenant.signup;

import org.jspecify.annotations.NullMarked;
