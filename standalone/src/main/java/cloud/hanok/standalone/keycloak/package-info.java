/** A real Keycloak server as a child process. */
@NullMarked
package cloud.hanok.standalone.keycloak;

import org.jspecify.annotations.NullMarked;
