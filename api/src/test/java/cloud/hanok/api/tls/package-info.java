@NullMarked
package cloud.hanok.api.tls;

import org.jspecify.annotations.NullMarked;
