/** Where traces go. */
@NullMarked
package cloud.hanok.api.telemetry;

import org.jspecify.annotations.NullMarked;
