@NullMarked
package cloud.hanok.standalone.parts;

import org.jspecify.annotations.NullMarked;
