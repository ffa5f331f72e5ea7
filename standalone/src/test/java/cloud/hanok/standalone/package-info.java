@NullMarked
package cloud.hanok.standalone;

import org.jspecify.annotations.NullMarked;
