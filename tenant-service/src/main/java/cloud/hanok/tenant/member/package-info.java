/** People: who belongs to a tenant, in which role, and how they come in. */
@NullMarked
package cloud.hanok.tenant.member;

import org.jspecify.annotations.NullMarked;
