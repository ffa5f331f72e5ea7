/** A real Apache Cassandra node as a child process. */
@NullMarked
package cloud.hanok.standalone.cassandra;

import org.jspecify.annotations.NullMarked;
