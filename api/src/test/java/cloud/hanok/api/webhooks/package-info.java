@NullMarked
package cloud.hanok.api.webhooks;

import org.jspecify.annotations.NullMarked;
