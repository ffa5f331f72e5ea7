@NullMarked
package cloud.hanok.api.security;

import org.jspecify.annotations.NullMarked;
