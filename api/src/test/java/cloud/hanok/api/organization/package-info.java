@NullMarked
package cloud.hanok.api.organization;

import org.jspecify.annotations.NullMarked;
