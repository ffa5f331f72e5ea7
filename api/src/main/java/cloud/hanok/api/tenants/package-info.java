/** The operator's view of tenants, their projects and their keys. */
@NullMarked
package cloud.hanok.api.tenants;

import org.jspecify.annotations.NullMarked;
