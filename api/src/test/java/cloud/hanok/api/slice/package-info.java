/** One request through every room, as its client, its tenant, its operator and an auditor see it. */
@NullMarked
package cloud.hanok.api.slice;

import org.jspecify.annotations.NullMarked;
