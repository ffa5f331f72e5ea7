@NullMarked
package cloud.hanok.standalone.testing;

import org.jspecify.annotations.NullMarked;
