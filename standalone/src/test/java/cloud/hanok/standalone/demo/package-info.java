@NullMarked
package cloud.hanok.standalone.demo;

import org.jspecify.annotations.NullMarked;
