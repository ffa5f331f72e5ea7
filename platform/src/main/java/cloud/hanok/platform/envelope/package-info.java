/**
 * Encryption at rest: a transit key of each tenant and class of data in OpenBao wraps data keys, which seal values here.
 * A sealed value opens at its place only, and never again once the transit key is destroyed.
 */
@NullMarked
package cloud.hanok.platform.envelope;

import org.jspecify.annotations.NullMarked;
