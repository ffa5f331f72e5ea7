/** Mails that a month's spending has reached what somebody wants to hear of. */
@NullMarked
package cloud.hanok.billing.alert;

import org.jspecify.annotations.NullMarked;
