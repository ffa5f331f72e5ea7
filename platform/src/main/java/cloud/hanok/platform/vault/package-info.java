/** The one place that knows how OpenBao (or Vault) is asked. */
@NullMarked
package cloud.hanok.platform.vault;

import org.jspecify.annotations.NullMarked;
