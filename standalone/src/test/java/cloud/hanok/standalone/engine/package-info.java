@NullMarked
package cloud.hanok.standalone.engine;

import org.jspecify.annotations.NullMarked;
