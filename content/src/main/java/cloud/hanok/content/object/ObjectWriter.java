package cloud.hanok.content.object;

/** Writes one object. Closed without having been committed, it leaves nothing. */
public interface ObjectWriter extends AutoCloseable {
    /**
     * Appends bytes.
     *
     * @throws ObjectStoreFullException when there is no room for them
     * @throws ObjectStoreUnavailableException when they cannot be written
     */
    void write(byte[] bytes, int from, int length);

    /** Makes the object be there, durably. When this throws it may be there all the same. */
    void commit();

    @Override
    void close();
}
