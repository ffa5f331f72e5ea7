/**
 * What engines speak: pure codecs from bytes to events and from events to bytes. Nothing here opens a connection, and
 * nothing of an engine leaves this package but counts, text and a closed set of failures.
 */
@NullMarked
package cloud.hanok.cluster.engine;

import org.jspecify.annotations.NullMarked;
