@NullMarked
package cloud.hanok.standalone.command;

import org.jspecify.annotations.NullMarked;
