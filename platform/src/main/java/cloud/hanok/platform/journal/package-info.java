/**
 * The journal of a gateway: what it promised and what it used, request by request, until that is shipped.
 *
 * <p>An attempt of a request is an OPEN, progress, a SETTLE, and seldom an AMEND. Records have a sequence without gaps
 * per gateway, over restarts too; a gap at the receiving end means a lost record.
 *
 * <p>Use: {@link cloud.hanok.platform.journal.Journal#open}, settle what {@link
 * cloud.hanok.platform.journal.Journal#recovery()} names; per attempt {@link
 * cloud.hanok.platform.journal.Journal#claim}, append OPEN, {@link cloud.hanok.platform.journal.ProgressSlot#update}
 * before each chunk, append SETTLE and free the slot when that is durable. A shipper reads with {@link
 * cloud.hanok.platform.journal.JournalReader} and acknowledges; segments that are shipped and hold no live OPEN are
 * deleted, from the oldest on.
 *
 * <h2>What can be lost</h2>
 *
 * <table>
 * <caption>Bounds, for records whose listener heard {@code durable()} and counts set in a slot</caption>
 * <tr><th></th><th>the process dies (kill -9)</th><th>the power fails</th><th>the disk is lost</th></tr>
 * <tr><td>records, GROUP</td><td>nothing</td><td>nothing, if the disk honours flushes</td>
 *     <td>what was not yet shipped and acknowledged</td></tr>
 * <tr><td>records, INTERVAL</td><td>nothing</td><td>those of the last {@code syncInterval} (10 ms) and of an fsync in
 *     progress</td><td>what was not yet shipped and acknowledged</td></tr>
 * <tr><td>progress</td><td>nothing; the count may include one chunk that was not yet relayed</td>
 *     <td>back to what the kernel last wrote by itself, at worst to zero: an open attempt is then billed less</td>
 *     <td>all</td></tr>
 * </table>
 *
 * <p>A record whose listener heard {@code failed} may still come back, if the process dies before it could begin a new
 * segment: as an OPEN with no progress, which costs nobody anything, or as a SETTLE of work that was done. Of an answer
 * that waited for its SETTLE alone both may come back, though its client heard that it failed.
 *
 * <h2>What a damaged file does</h2>
 *
 * <p>A torn end is cut, because nobody was told of it. A record that was durable (a later one, a later segment or the
 * acknowledged position proves it) and cannot be read stops the opening with file and offset. Damage to the last batch
 * of all cannot be told from a torn write.
 *
 * <h2>Space</h2>
 *
 * <p>Segments are written full of zeros before they are used, so the space counted is space had. An OPEN is taken only
 * if its own record, its SETTLE's, those of all live attempts and a few AMENDs fit into it.
 */
@NullMarked
package cloud.hanok.platform.journal;

import org.jspecify.annotations.NullMarked;
