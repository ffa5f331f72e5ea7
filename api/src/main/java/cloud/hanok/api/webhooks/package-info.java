/** Endpoints of projects that are told what became of their work, and the way out to them. */
@NullMarked
package cloud.hanok.api.webhooks;

import org.jspecify.annotations.NullMarked;
