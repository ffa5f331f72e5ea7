package cloud.hanok.platform.tlog;

import cloud.hanok.platform.tlog.TileAddress.HashTile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tiles in memory, one row for each place, as a store keeps them: a wider tile replaces a narrower one. */
final class StoredTiles implements TileReader {
    private record Place(int level, long index) {}

    private final Map<Place, byte[]> rows = new HashMap<>();

    void store(List<TreeBuilder.TileData> tiles) {
        for (TreeBuilder.TileData data : tiles) {
            rows.put(new Place(data.tile().level(), data.tile().index()), data.hashes());
        }
    }

    @Override
    public byte[] read(HashTile tile) {
        byte[] row = rows.get(new Place(tile.level(), tile.index()));
        if (row == null || row.length < tile.width() * MerkleHasher.HASH_BYTES) {
            throw new AssertionError("not stored: " + tile);
        }
        return Arrays.copyOf(row, tile.width() * MerkleHasher.HASH_BYTES);
    }

    /** A tree of these entries, appended in batches of this many, its builder resumed from the tiles for each batch. */
    static StoredTiles of(List<byte[]> entries, int batch) {
        StoredTiles tiles = new StoredTiles();
        for (int start = 0; start < entries.size(); start += batch) {
            TreeBuilder builder = TreeBuilder.resume(start, tiles);
            entries.subList(start, Math.min(entries.size(), start + batch)).forEach(builder::append);
            tiles.store(builder.drainChangedTiles());
        }
        return tiles;
    }
}
