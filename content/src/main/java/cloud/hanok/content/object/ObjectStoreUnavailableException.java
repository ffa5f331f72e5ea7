package cloud.hanok.content.object;

/** The object store does not do what it is asked, for now. */
public final class ObjectStoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ObjectStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
