/**
 * Makes the objects of the rooms, each once, and starts what runs behind them. What they stand on, Cassandra and the
 * key store, may come later than this process: until then whatever needs them answers that it is not ready.
 */
@NullMarked
package cloud.hanok.api.rooms;

import org.jspecify.annotations.NullMarked;
