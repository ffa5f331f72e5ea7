@NullMarked
package cloud.hanok.api.docs;

import org.jspecify.annotations.NullMarked;
