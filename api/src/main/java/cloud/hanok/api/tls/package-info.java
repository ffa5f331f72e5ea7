/** The encrypted listener: certificates that are exchanged while it listens, HTTP/1.1 and HTTP/2. */
@NullMarked
package cloud.hanok.api.tls;

import org.jspecify.annotations.NullMarked;
