@NullMarked
package cloud.hanok.standalone.mail;

import org.jspecify.annotations.NullMarked;
