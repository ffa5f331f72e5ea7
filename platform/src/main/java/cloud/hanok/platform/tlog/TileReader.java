package cloud.hanok.platform.tlog;

/** Where stored tiles come from. */
@FunctionalInterface
public interface TileReader {
    /**
     * The hashes of a tile.
     *
     * @return at least {@code tile.width()} hashes of 32 bytes, one after the other; more are ignored, since a wider tile
     *     begins with the narrower one
     */
    byte[] read(TileAddress.HashTile tile);
}
