@NullMarked
package cloud.hanok.standalone.cassandra;

import org.jspecify.annotations.NullMarked;
