/**
 * The road of every inference request: nine stages in order, one small class each, on the event loop and without a
 * database. {@link cloud.hanok.api.gateway.Exchange} walks a request through them.
 */
@NullMarked
package cloud.hanok.api.gateway;

import org.jspecify.annotations.NullMarked;
