package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.receipt.LogHeads.Lease;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.tlog.TileAddress;
import cloud.hanok.platform.tlog.TreeBuilder;
import cloud.hanok.platform.tlog.TreeBuilder.TileData;
import cloud.hanok.platform.tlog.TreeHead;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A log in the hands of the one sequencer that may extend it: its right edge, and what was appended but not stored yet. */
final class LeasedLog {
    private static final int BUNDLE_BYTES = TileAddress.FULL_WIDTH * LogTiles.ENTRY_BYTES;

    private final long epoch;
    private final TreeBuilder builder;
    private final FreshLeaves fresh;
    private final Map<Long, byte[]> changedBundles = new TreeMap<>();
    private byte[] lastBundle = new byte[BUNDLE_BYTES];
    private long committedSize;
    private long batch;

    private LeasedLog(long epoch, TreeBuilder builder, FreshLeaves fresh) {
        this.epoch = epoch;
        this.builder = builder;
        this.fresh = fresh;
        this.committedSize = builder.size();
    }

    /**
     * Reads the right edge of the log as the lease found it.
     *
     * @throws IllegalStateException when the stored tiles are not those of the head: nothing may be appended to such a log
     */
    static LeasedLog open(TenantId tenant, Lease lease, LogTiles tiles, FreshLeaves fresh) {
        long size = lease.head().size();
        TreeBuilder edge = TreeBuilder.resume(size, tile -> tiles.tile(tenant, tile));
        LeasedLog log = new LeasedLog(lease.epoch(), edge, fresh);
        if (!log.builder.head().equals(lease.head())) {
            throw new IllegalStateException(
                    "the tiles of the log of " + tenant + " do not have the root of its head at size " + size
                            + "; restore log_tiles from a backup before anything is appended");
        }
        int width = (int) (size % TileAddress.FULL_WIDTH);
        if (width > 0) {
            byte[] stored = tiles.entries(tenant, new TileAddress.EntryBundle(size / TileAddress.FULL_WIDTH, width));
            System.arraycopy(stored, 0, log.lastBundle, 0, stored.length);
        }
        return log;
    }

    long epoch() {
        return epoch;
    }

    /** What was appended under this lease and need not be read back. */
    FreshLeaves fresh() {
        return fresh;
    }

    /** The head that others see. */
    long committedSize() {
        return committedSize;
    }

    /** The tree with what was appended. */
    TreeHead head() {
        return builder.head();
    }

    /** A write timestamp after all that this lease gave out. */
    long nextTimestamp() {
        return Fence.timestamp(epoch, ++batch);
    }

    /** Whether the lease has given out so many timestamps that it must be taken anew. */
    boolean isWornOut() {
        return batch > Fence.MAX_BATCH / 2;
    }

    /** Appends an entry of 32 bytes and returns its index. */
    long append(byte[] entry) {
        long index = builder.append(entry);
        int position = (int) (index % TileAddress.FULL_WIDTH);
        System.arraycopy(entry, 0, lastBundle, position * LogTiles.ENTRY_BYTES, LogTiles.ENTRY_BYTES);
        if (position == TileAddress.FULL_WIDTH - 1) {
            changedBundles.put(index / TileAddress.FULL_WIDTH, lastBundle);
            lastBundle = new byte[BUNDLE_BYTES];
        }
        return index;
    }

    /** Tiles that differ from the stored ones. */
    List<TileData> drainChangedTiles() {
        return builder.drainChangedTiles();
    }

    /** Entries of the bundles that differ from the stored ones, by bundle. */
    Map<Long, byte[]> drainChangedBundles() {
        Map<Long, byte[]> bundles = new TreeMap<>(changedBundles);
        changedBundles.clear();
        int width = (int) (builder.size() % TileAddress.FULL_WIDTH);
        if (width > 0) {
            bundles.put(
                    builder.size() / TileAddress.FULL_WIDTH, Arrays.copyOf(lastBundle, width * LogTiles.ENTRY_BYTES));
        }
        return bundles;
    }

    /** The head has moved to all that was appended. */
    void committed() {
        committedSize = builder.size();
    }
}
