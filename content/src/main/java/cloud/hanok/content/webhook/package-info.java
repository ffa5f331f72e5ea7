/** Endpoints of tenants that are told what became of their work: which there are, what they wait for, and what was sent to them. */
@NullMarked
package cloud.hanok.content.webhook;

import org.jspecify.annotations.NullMarked;
