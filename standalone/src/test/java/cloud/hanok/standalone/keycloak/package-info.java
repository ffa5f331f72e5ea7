@NullMarked
package cloud.hanok.standalone.keycloak;

import org.jspecify.annotations.NullMarked;
