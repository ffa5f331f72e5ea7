/** Names that stand for models: the operator's, and an organization's own. */
@NullMarked
package cloud.hanok.api.naming;

import org.jspecify.annotations.NullMarked;
