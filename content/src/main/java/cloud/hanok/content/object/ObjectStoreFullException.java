package cloud.hanok.content.object;

/** The object store has no room. */
public final class ObjectStoreFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long neededBytes;
    private final long leftBytes;

    /**
     * @param neededBytes at least
     * @param leftBytes for objects
     */
    public ObjectStoreFullException(long neededBytes, long leftBytes) {
        super("the object store has no room: " + neededBytes + " bytes are needed, " + leftBytes + " are left");
        this.neededBytes = neededBytes;
        this.leftBytes = leftBytes;
    }

    /** At least. */
    public long neededBytes() {
        return neededBytes;
    }

    /** For objects. */
    public long leftBytes() {
        return leftBytes;
    }
}
