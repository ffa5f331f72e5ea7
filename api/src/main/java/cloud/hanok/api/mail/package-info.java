/** Mail, as the operator sees it. */
@NullMarked
package cloud.hanok.api.mail;

import org.jspecify.annotations.NullMarked;
