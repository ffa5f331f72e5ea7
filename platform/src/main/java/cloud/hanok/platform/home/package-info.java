/** Where a dedicated tenant's rows and keys are: its own keyspace, and its own namespace of OpenBao. */
@NullMarked
package cloud.hanok.platform.home;

import org.jspecify.annotations.NullMarked;
