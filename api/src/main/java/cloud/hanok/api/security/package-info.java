/** Who is asking, and which role lets them. Roles are few and fixed; what a route needs stands on the route. */
@NullMarked
package cloud.hanok.api.security;

import org.jspecify.annotations.NullMarked;
