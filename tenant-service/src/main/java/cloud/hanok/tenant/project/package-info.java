/** Projects: workspaces in a tenant. */
@NullMarked
package cloud.hanok.tenant.project;

import org.jspecify.annotations.NullMarked;
