@NullMarked
package cloud.hanok.api;

import org.jspecify.annotations.NullMarked;
