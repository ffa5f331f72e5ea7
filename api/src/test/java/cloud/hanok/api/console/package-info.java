@NullMarked
package cloud.hanok.api.console;

import org.jspecify.annotations.NullMarked;
