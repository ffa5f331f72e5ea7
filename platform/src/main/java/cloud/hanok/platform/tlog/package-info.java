/**
 * Transparency logs: RFC 6962 hashing over C2SP {@code tlog-tiles}, checkpoints as C2SP signed notes, and the proofs that
 * tools of others verify. Pure: it reads tiles through {@link cloud.hanok.platform.tlog.TileReader} and stores nothing.
 *
 * @see <a href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>
 */
@NullMarked
package cloud.hanok.platform.tlog;

import org.jspecify.annotations.NullMarked;
