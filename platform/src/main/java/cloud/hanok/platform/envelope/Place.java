package cloud.hanok.platform.envelope;

/**
 * Where a sealed value is stored. It opens nowhere else: not in another row, another table, or as another version of the
 * same row's meaning.
 *
 * @param table the table, and the column where a table has several: {@code members.email}
 * @param key the row's key within its tenant
 * @param version of the form of the value, raised when the same column comes to hold something else
 */
public record Place(String table, String key, int version) {
    /** Longer than any name of a table and column. */
    private static final int LONGEST_TABLE = 128;
    /** Longer than any key of ours. */
    private static final int LONGEST_KEY = 1_024;

    public Place {
        if (table.isEmpty() || table.length() > LONGEST_TABLE) {
            throw new IllegalArgumentException("a place's table has 1 to " + LONGEST_TABLE + " characters");
        }
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("a place's key has 1 to " + LONGEST_KEY + " characters");
        }
        if (version < 1) {
            throw new IllegalArgumentException("a place's version begins at 1");
        }
    }
}
