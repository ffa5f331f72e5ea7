/**
 * What looks at the texts of a request on their way to a model and back: the contract, and one guard that keeps it. Guards of
 * this room find; the gateway brings them every text and does what they decide.
 */
@NullMarked
package cloud.hanok.compliance.guard;

import org.jspecify.annotations.NullMarked;
