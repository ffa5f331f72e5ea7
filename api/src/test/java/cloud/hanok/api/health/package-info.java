@NullMarked
package cloud.hanok.api.health;

import org.jspecify.annotations.NullMarked;
