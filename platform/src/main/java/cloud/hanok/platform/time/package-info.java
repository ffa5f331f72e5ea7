/** Calendar of the business: months and days are those of Asia/Seoul. */
@NullMarked
package cloud.hanok.platform.time;

import org.jspecify.annotations.NullMarked;
