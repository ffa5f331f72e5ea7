/** Usage events as they happened, and the projections of them that reports read. */
@NullMarked
package cloud.hanok.billing.usage;

import org.jspecify.annotations.NullMarked;
