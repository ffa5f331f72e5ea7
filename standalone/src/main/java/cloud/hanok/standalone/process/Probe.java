package cloud.hanok.standalone.process;

/** One look at a starting server; asked again and again until it says yes. */
public interface Probe extends AutoCloseable {
    /** Whether the server can be used. One that does not answer yet is not ready; that is no failure. */
    boolean ready();

    @Override
    default void close() {}
}
