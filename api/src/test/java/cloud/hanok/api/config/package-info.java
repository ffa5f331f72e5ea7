@NullMarked
package cloud.hanok.api.config;

import org.jspecify.annotations.NullMarked;
