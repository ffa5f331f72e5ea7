@NullMarked
package cloud.hanok.standalone.house;

import org.jspecify.annotations.NullMarked;
