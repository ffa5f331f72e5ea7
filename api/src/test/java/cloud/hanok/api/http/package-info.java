@NullMarked
package cloud.hanok.api.http;

import org.jspecify.annotations.NullMarked;
