package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.tlog.MerkleHasher;
import cloud.hanok.platform.tlog.TileAddress;
import cloud.hanok.platform.tlog.TileAddress.EntryBundle;
import cloud.hanok.platform.tlog.TileAddress.HashTile;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stored tiles, entries and checkpoints. A tile or bundle is one row that grows; what a reader takes of it is bounded by
 * the size of the tree it reads, since only that much of it is settled.
 */
final class LogTiles {
    /** An entry is a SHA-256. */
    static final int ENTRY_BYTES = MerkleHasher.HASH_BYTES;

    private static final CqlStatement PUT_TILE = CqlStatement.write(
            "INSERT INTO log_tiles (tenant, level, tile_index, hashes) VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
    private static final CqlStatement TILE =
            CqlStatement.read("SELECT hashes FROM log_tiles WHERE tenant = ? AND level = ? AND tile_index = ?");
    private static final CqlStatement PUT_ENTRIES = CqlStatement.write(
            "INSERT INTO log_bundles (tenant, bundle_index, bundle) VALUES (?, ?, ?) USING TIMESTAMP ?");
    private static final CqlStatement ENTRIES =
            CqlStatement.read("SELECT bundle FROM log_bundles WHERE tenant = ? AND bundle_index = ?");
    private static final CqlStatement PUT_CHECKPOINT = CqlStatement.write(
            "INSERT INTO log_checkpoints (tenant, size, note, signed_at) VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
    private static final CqlStatement DELETE_CHECKPOINT =
            CqlStatement.write("DELETE FROM log_checkpoints WHERE tenant = ?");
    private static final CqlStatement CHECKPOINT =
            CqlStatement.read("SELECT size, note, signed_at FROM log_checkpoints WHERE tenant = ?");

    private final Keyspaces keyspaces;

    LogTiles(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /**
     * The newest signed head.
     *
     * @param size leaves that can be proven
     * @param note the signed note
     * @param signedAt when
     */
    record PublishedCheckpoint(long size, String note, Instant signedAt) {}

    void putTile(TenantId tenant, HashTile tile, byte[] hashes, long timestamp) {
        keyspaces
                .of(tenant)
                .write(PUT_TILE, tenant.text(), tile.level(), tile.index(), ByteBuffer.wrap(hashes), timestamp);
    }

    /**
     * The hashes of a tile, exactly its width.
     *
     * @throws IllegalStateException when fewer are stored: the tile is not part of the log
     */
    byte[] tile(TenantId tenant, HashTile tile) {
        Optional<Row> row = keyspaces.of(tenant).row(TILE, tenant.text(), tile.level(), tile.index());
        return prefix(
                row.map(found -> found.getByteBuffer("hashes")).orElse(null),
                tile.width() * MerkleHasher.HASH_BYTES,
                tile);
    }

    void putEntries(TenantId tenant, long bundleIndex, byte[] entries, long timestamp) {
        keyspaces.of(tenant).write(PUT_ENTRIES, tenant.text(), bundleIndex, ByteBuffer.wrap(entries), timestamp);
    }

    /**
     * The entries of a bundle, 32 bytes each, exactly its width.
     *
     * @throws IllegalStateException when fewer are stored: the bundle is not part of the log
     */
    byte[] entries(TenantId tenant, EntryBundle bundle) {
        Optional<Row> row = keyspaces.of(tenant).row(ENTRIES, tenant.text(), bundle.index());
        return prefix(
                row.map(found -> found.getByteBuffer("bundle")).orElse(null), bundle.width() * ENTRY_BYTES, bundle);
    }

    /** The bundle that an index falls into, as wide as a tree of this size has it. */
    static EntryBundle bundleOf(long index, long size) {
        long bundle = index / TileAddress.FULL_WIDTH;
        return new EntryBundle(bundle, (int) Math.min(TileAddress.FULL_WIDTH, size - bundle * TileAddress.FULL_WIDTH));
    }

    /** Whether a bundle's entries have this one at the index. */
    static boolean isEntryAt(byte[] entries, long index, byte[] entry) {
        int start = (int) (index % TileAddress.FULL_WIDTH) * ENTRY_BYTES;
        return Arrays.equals(entries, start, start + ENTRY_BYTES, entry, 0, entry.length);
    }

    void putCheckpoint(TenantId tenant, PublishedCheckpoint checkpoint, long timestamp) {
        keyspaces
                .of(tenant)
                .write(
                        PUT_CHECKPOINT,
                        tenant.text(),
                        checkpoint.size(),
                        checkpoint.note(),
                        checkpoint.signedAt(),
                        timestamp);
    }

    Optional<PublishedCheckpoint> checkpoint(TenantId tenant) {
        return keyspaces.of(tenant).row(CHECKPOINT, tenant.text()).map(LogTiles::checkpoint);
    }

    private static PublishedCheckpoint checkpoint(Row row) {
        String note = row.getString("note");
        Instant signedAt = row.getInstant("signed_at");
        if (note == null || signedAt == null) {
            throw new IllegalStateException("a stored checkpoint is not whole");
        }
        return new PublishedCheckpoint(row.getLong("size"), note, signedAt);
    }

    private static byte[] prefix(@Nullable ByteBuffer stored, int length, TileAddress address) {
        if (stored == null || stored.remaining() < length) {
            throw new IllegalStateException("not stored: " + address.path());
        }
        byte[] bytes = Blobs.bytes(stored);
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Removes the checkpoint of a log that has no leaf. */
    void removeCheckpoint(TenantId tenant) {
        keyspaces.of(tenant).write(DELETE_CHECKPOINT, tenant.text());
    }
}
