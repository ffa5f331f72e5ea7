@NullMarked
package cloud.hanok.cluster.engine;

import org.jspecify.annotations.NullMarked;
