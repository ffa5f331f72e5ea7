@NullMarked
package cloud.hanok.standalone.openbao;

import org.jspecify.annotations.NullMarked;
