@NullMarked
package cloud.hanok.api.gateway;

import org.jspecify.annotations.NullMarked;
