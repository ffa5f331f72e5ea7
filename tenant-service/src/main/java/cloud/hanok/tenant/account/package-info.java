/** Service accounts: programs in projects. */
@NullMarked
package cloud.hanok.tenant.account;

import org.jspecify.annotations.NullMarked;
