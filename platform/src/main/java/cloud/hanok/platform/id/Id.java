package cloud.hanok.platform.id;

/** What every typed identifier is: a prefix that says what it names, then a ULID. Its text is {@code prefix + ulid}. */
public interface Id {
    /** The unique part. */
    Ulid ulid();

    /** What it names, with its underscore: {@code ten_}. */
    String prefix();

    /** The text people and stores see. */
    default String text() {
        return prefix() + ulid();
    }

    /**
     * Reads an identifier's text.
     *
     * @throws IllegalArgumentException when the prefix is another or the rest is no ULID
     */
    static Ulid parse(String prefix, String text) {
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException("an id that starts with " + prefix + " was expected");
        }
        return Ulid.parse(text.subSequence(prefix.length(), text.length()));
    }
}
