@NullMarked
package cloud.hanok.api.files;

import org.jspecify.annotations.NullMarked;
