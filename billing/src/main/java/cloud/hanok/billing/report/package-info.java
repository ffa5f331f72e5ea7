/** Usage and costs in the shape of OpenAI's admin API. */
@NullMarked
package cloud.hanok.billing.report;

import org.jspecify.annotations.NullMarked;
