/** The one place that knows how a Cassandra session is made and how a statement is sent. */
@NullMarked
package cloud.hanok.platform.cassandra;

import org.jspecify.annotations.NullMarked;
