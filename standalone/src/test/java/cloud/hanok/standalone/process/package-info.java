@NullMarked
package cloud.hanok.standalone.process;

import org.jspecify.annotations.NullMarked;
