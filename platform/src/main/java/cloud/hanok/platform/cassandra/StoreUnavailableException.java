package cloud.hanok.platform.cassandra;

/** Cassandra could not be asked, or did not answer in time. A management call answers 503 to it. */
public class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
