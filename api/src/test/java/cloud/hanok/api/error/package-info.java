@NullMarked
package cloud.hanok.api.error;

import org.jspecify.annotations.NullMarked;
