/** People and organizations in Keycloak: a thin client of its administration, with the rights of the control plane alone. */
@NullMarked
package cloud.hanok.tenant.identity;

import org.jspecify.annotations.NullMarked;
